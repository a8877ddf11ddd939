package dev.onset.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.CanonicalJson;
import dev.onset.store.Digest;
import dev.onset.store.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checkpoint format 1, as written down in {@code activities/docs/checkpoint-format.md}: {@code model.onnx}, {@code
 * parameters.npy}, {@code updater.npy} and {@code checkpoint.json}. The same state always gives the same bytes; no part
 * holds a time, a host or an attempt, and no part is an object of some programming language.
 *
 * <p>A crash while writing leaves a folder that {@link #read} refuses: {@code checkpoint.json} is written last and names the
 * digests of the others.
 */
public final class CheckpointFormat {
    public static final String MODEL = "model.onnx";
    public static final String PARAMETERS = "parameters.npy";
    public static final String UPDATER = "updater.npy";
    public static final String HEADER = "checkpoint.json";

    /** Names what a network that was not written here computes, since its bytes say more than that. */
    public static final String IDENTITY = "identity.json";

    private static final List<String> STATE = List.of(PARAMETERS, UPDATER);
    private static final List<String> DIGESTED = List.of(MODEL, PARAMETERS, UPDATER);
    private static final int MAX_HEADER = 1 << 20;

    private CheckpointFormat() {}

    /**
     * A checkpoint as it is read back; the arrays are the caller's own.
     *
     * @param parts SHA-256 of the other parts by file name
     */
    public record Contents(
            CheckpointHeader header, SortedMap<String, String> parts, float[] parameters, float[] updater) {}

    private record Identity(String format, String identity) {}

    /** Writes {@link #IDENTITY}. */
    public static Path writeIdentity(Path folder, String identity) throws IOException {
        return Files.write(folder.resolve(IDENTITY), CanonicalJson.bytes(new Identity("onset.identity/1", identity)));
    }

    /**
     * Writes the parts of a checkpoint.
     *
     * @param folder an existing folder; files of the same names are replaced
     * @param model the network's ONNX file, already written; it is digested where it is
     * @return files by part name
     * @throws OnsetException {@code DISK_FULL} or {@code FOLDER_UNUSABLE} when a file cannot be written
     */
    public static Map<String, Path> write(
            Path folder, CheckpointHeader header, float[] parameters, float[] updater, Path model) {
        return write(folder, header, parameters, updater, Map.of(MODEL, model));
    }

    /** As {@link #write}, without what only inference needs: enough to go on training from. */
    public static Map<String, Path> writeState(
            Path folder, CheckpointHeader header, float[] parameters, float[] updater) {
        return write(folder, header, parameters, updater, Map.of());
    }

    private static Map<String, Path> write(
            Path folder, CheckpointHeader header, float[] parameters, float[] updater, Map<String, Path> further) {
        SortedMap<String, Path> files = new TreeMap<>(further);
        STATE.forEach(part -> files.put(part, folder.resolve(part)));
        try {
            Npy.write(folder.resolve(PARAMETERS), parameters, parameters.length);
            Npy.write(folder.resolve(UPDATER), updater, updater.length);
            SortedMap<String, String> digests = new TreeMap<>();
            for (Map.Entry<String, Path> file : files.entrySet()) {
                digests.put(file.getKey(), Digest.sha256(file.getValue()));
            }
            byte[] json = new CheckpointDocument(header, parameters.length, updater.length, digests).toJson();
            files.put(HEADER, Files.write(folder.resolve(HEADER), json));
        } catch (IOException e) {
            throw LocalFiles.scratchFailure(
                    "writing the checkpoint of step " + header.step(), folder.resolve(HEADER), e);
        }
        return files;
    }

    /**
     * Reads the parts in a folder, each against its digest.
     *
     * @throws OnsetException {@code STORE_CORRUPT} when they are damaged or no checkpoint, {@code MODEL_INVALID} when they
     *     have another version of the format, {@code FOLDER_UNUSABLE} when reading fails
     */
    public static Contents read(Path folder) {
        return read(folder, DIGESTED);
    }

    /** As {@link #read}, of a folder that need not hold the network for inference; where it is named it is verified too. */
    public static Contents readState(Path folder) {
        return read(folder, STATE);
    }

    private static Contents read(Path folder, List<String> needed) {
        try {
            CheckpointDocument document = document(folder, needed);
            for (Map.Entry<String, String> part : document.parts().entrySet()) {
                requireDigest(folder, part.getKey(), part.getValue());
            }
            float[] parameters = vector(folder, PARAMETERS, document.parameters());
            float[] updater = vector(folder, UPDATER, document.updater());
            return new Contents(document.header(), document.parts(), parameters, updater);
        } catch (MalformedArrayException e) {
            throw corrupt(folder, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw LocalFiles.scratchFailure("reading the checkpoint in " + folder, folder.resolve(HEADER), e);
        }
    }

    private static CheckpointDocument document(Path folder, List<String> needed) throws IOException {
        requireFile(folder, HEADER);
        Path file = folder.resolve(HEADER);
        if (Files.size(file) > MAX_HEADER) {
            throw corrupt(folder, HEADER + " has " + Files.size(file) + " bytes, more than any header");
        }
        byte[] json = Files.readAllBytes(file);
        CheckpointDocument document;
        try {
            JsonNode tree = CanonicalJson.parse(json);
            requireVersion(folder, CheckpointDocument.format(tree));
            document = CheckpointDocument.of(tree);
        } catch (IOException e) {
            throw corrupt(
                    folder,
                    HEADER + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable"));
        }
        if (!document.parts().keySet().containsAll(needed)) {
            throw corrupt(folder, HEADER + " names " + document.parts().keySet() + ", not all of " + needed);
        }
        return document;
    }

    private static void requireVersion(Path folder, String format) {
        if (format.equals(CheckpointDocument.FORMAT)) {
            return;
        }
        if (format.matches(CheckpointDocument.FAMILY + "[0-9]{1,9}")) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID,
                    "the checkpoint in " + folder + " has format " + format + "; this version reads "
                            + CheckpointDocument.FORMAT + "; it is intact and was not used; read it with the version"
                            + " that wrote it");
        }
        throw corrupt(folder, HEADER + " does not name the format " + CheckpointDocument.FORMAT);
    }

    private static void requireFile(Path folder, String part) {
        if (!Files.isRegularFile(folder.resolve(part))) {
            throw corrupt(folder, part + " is missing");
        }
    }

    private static void requireDigest(Path folder, String part, String expected) throws IOException {
        requireFile(folder, part);
        String found = Digest.sha256(folder.resolve(part));
        if (!found.equals(expected)) {
            throw corrupt(folder, part + " has digest " + found + ", " + HEADER + " names " + expected);
        }
    }

    private static float[] vector(Path folder, String part, int length) throws IOException {
        List<Integer> shape = Npy.shape(folder.resolve(part));
        if (!shape.equals(List.of(length))) {
            throw corrupt(folder, part + " has shape " + shape + ", " + HEADER + " names " + List.of(length));
        }
        return Npy.readFloats(folder.resolve(part));
    }

    private static OnsetException corrupt(Path folder, String problem) {
        return new OnsetException(
                ErrorCode.STORE_CORRUPT,
                "the checkpoint in " + folder + " cannot be used: " + problem
                        + "; nothing was taken from it; the one before it, or step 0, is taken up instead");
    }
}
