package dev.onset.checkpoint;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network that is no ONNX file, as parts of a checkpoint: a single file as {@code model.} with its ending; several as {@code
 * model-00000}, {@code model-00001}, .. in the order in which {@code model-files.json} names them. Nothing here opens one.
 */
public final class OpaqueModel {
    /** Names the files of a network that has several. */
    public static final String NAMES = "model-files.json";

    private static final String MODEL = "model";
    private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9]{1,16}$");
    private static final Pattern SINGLE = Pattern.compile("model\\.[a-z0-9]{1,16}");
    private static final int MOST_NAMES = 1 << 20;

    private OpaqueModel() {}

    private record Names(String format, List<String> names) {
        private static final String FORMAT = "onset.model-files/1";
    }

    /** The part that holds a network's only file. */
    public static String part(String name) {
        Matcher ending = ENDING.matcher(name);
        return MODEL + (ending.find() ? ending.group().toLowerCase(Locale.ROOT) : ".bin");
    }

    /** The part that holds the file of this number, where there are several. */
    public static String part(int number) {
        return MODEL + String.format(Locale.ROOT, "-%05d", number);
    }

    /** Writes {@link #NAMES}. */
    public static Path writeNames(Path folder, List<String> names) throws IOException {
        return Files.write(folder.resolve(NAMES), CanonicalJson.bytes(new Names(Names.FORMAT, names)));
    }

    /** Digests of the parts of a checkpoint that hold its network, by name. */
    public static SortedMap<String, String> digests(Map<String, BlobRef> parts) {
        SortedMap<String, String> digests = new TreeMap<>();
        parts.forEach((name, ref) -> {
            if (name.startsWith(MODEL)) {
                digests.put(name, ref.sha256());
            }
        });
        return digests;
    }

    /**
     * Puts a network into a folder as it was before it was committed.
     *
     * @return its file, or the folder where it has several
     * @throws OnsetException STORE_CORRUPT where the checkpoint holds no network
     */
    public static Path fetch(Map<String, BlobRef> parts, BlobStore blobs, Path folder) throws IOException {
        BlobRef names = parts.get(NAMES);
        if (names == null) {
            String single = parts.keySet().stream()
                    .filter(part -> SINGLE.matcher(part).matches())
                    .findFirst()
                    .orElseThrow(() -> corrupt("a checkpoint holds " + parts.keySet() + ", and no network among them"));
            Path file = folder.resolve(single);
            blobs.fetch(part(parts, single), file);
            return file;
        }
        List<String> all =
                CanonicalJson.parse(blobs.bytes(names, MOST_NAMES), Names.class).names();
        for (int i = 0; i < all.size(); i++) {
            Path file = folder.resolve(all.get(i)).normalize();
            if (!file.startsWith(folder) || file.equals(folder)) {
                throw corrupt(NAMES + " names '" + all.get(i) + "', which is no file beneath a folder");
            }
            Files.createDirectories(file.resolveSibling(""));
            blobs.fetch(part(parts, part(i)), file);
        }
        return folder;
    }

    private static BlobRef part(Map<String, BlobRef> parts, String name) {
        BlobRef ref = parts.get(name);
        if (ref == null) {
            throw corrupt("a checkpoint names a file of its network, " + name + ", that it lacks");
        }
        return ref;
    }

    private static OnsetException corrupt(String problem) {
        return new OnsetException(ErrorCode.STORE_CORRUPT, problem + "; nothing was computed");
    }
}
