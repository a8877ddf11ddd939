package dev.onset.twophase;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.report.SampleDrawing;
import dev.onset.report.TwoPhaseReport;
import dev.onset.store.BlobStore;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The fit's result, {@code fit.json}: everything a report says, before it is written out. */
final class ReportFile {
    static final String FIT = "fit.json";
    private static final int MAX_FIT = 256 << 20;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addMixIn(SampleDrawing.class, DrawingKinds.class)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Names the kinds of drawing in JSON; the report's own records need not know. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = SampleDrawing.Image.class, name = "image"),
        @JsonSubTypes.Type(value = SampleDrawing.Features.class, name = "features")
    })
    private interface DrawingKinds {}

    private ReportFile() {}

    static Map<String, Path> write(TwoPhaseReport report, Path folder) throws IOException {
        return Map.of(FIT, Files.write(folder.resolve(FIT), JSON.writeValueAsBytes(report)));
    }

    static TwoPhaseReport read(StageResult fit, BlobStore blobs) {
        try {
            return JSON.readValue(blobs.bytes(fit.output(FIT), MAX_FIT), TwoPhaseReport.class);
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT, fit.key() + " is no fit of this version; it must be recomputed", e);
        }
    }
}
