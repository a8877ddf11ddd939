package dev.onset.pages;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.StageProduct;
import dev.onset.store.BlobStore;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A part of a fit's result as a file, such as {@code fit.json}: everything a report says before it has a study's name. */
public final class FitFile<T> {
    private static final String NAME = "fit.json";
    private static final int MAX_BYTES = 256 << 20;

    private final String name;
    private final Class<T> type;
    private final ObjectMapper json;

    /** @param mixins annotations that the report's own records need not know */
    public FitFile(Class<T> type, Map<Class<?>, Class<?>> mixins) {
        this(NAME, type, mixins);
    }

    /** @param name of the file, another than {@code fit.json} where there is one beside it */
    public FitFile(String name, Class<T> type, Map<Class<?>, Class<?>> mixins) {
        this.name = name;
        this.type = type;
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mixins.forEach(builder::addMixIn);
        json = builder.build();
    }

    public StageProduct write(T report, Path folder) throws IOException {
        return StageProduct.of(Map.of(name, Files.write(folder.resolve(name), json.writeValueAsBytes(report))));
    }

    /** @throws OnsetException STORE_CORRUPT for a fit of another version */
    public T read(StageResult fit, BlobStore blobs) {
        try {
            return json.readValue(blobs.bytes(fit.output(name), MAX_BYTES), type);
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT, fit.key() + " is no fit of this version; it must be recomputed", e);
        }
    }
}
