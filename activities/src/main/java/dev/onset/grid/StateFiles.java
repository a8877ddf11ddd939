package dev.onset.grid;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.checkpoint.Npy;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.CanonicalJson;
import dev.onset.store.Digest;
import dev.onset.store.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Checkpoints of trainings whose state is a vector of doubles, format {@code onset.state/1} as written down in {@code
 * activities/docs/checkpoint-format.md}: {@code state.npy}, float64, and {@code checkpoint.json}, which names its kind, step
 * and digest. The same state always gives the same bytes.
 */
final class StateFiles {
    static final String STATE = "state.npy";
    static final String HEADER = "checkpoint.json";
    private static final String FORMAT = "onset.state/1";
    private static final int MAX_HEADER = 1 << 16;

    private StateFiles() {}

    /** A state as it is read back. */
    record State(long step, double[] values) {}

    /**
     * Writes a checkpoint; the header last.
     *
     * @return files by part name
     */
    static Map<String, Path> write(Path folder, String kind, long step, double[] state) {
        Path array = folder.resolve(STATE);
        try {
            Npy.write(array, state, state.length);
            Map<String, Object> header = Map.of(
                    "format", FORMAT,
                    "kind", kind,
                    "step", step,
                    "length", state.length,
                    "parts", Map.of(STATE, Digest.sha256(array)));
            return Map.of(STATE, array, HEADER, Files.write(folder.resolve(HEADER), CanonicalJson.bytes(header)));
        } catch (IOException e) {
            throw LocalFiles.scratchFailure("writing the checkpoint of step " + step, array, e);
        }
    }

    /**
     * Reads a checkpoint, its array against the digest that the header names.
     *
     * @throws OnsetException STORE_CORRUPT when the files are no checkpoint of this kind
     */
    static State read(Path folder, String kind) throws IOException {
        Path file = folder.resolve(HEADER);
        Path array = folder.resolve(STATE);
        if (!Files.isRegularFile(file) || !Files.isRegularFile(array) || Files.size(file) > MAX_HEADER) {
            throw corrupt(folder, "a part is missing");
        }
        JsonNode header = CanonicalJson.parse(Files.readAllBytes(file));
        if (!header.path("format").asText().equals(FORMAT)
                || !header.path("kind").asText().equals(kind)) {
            throw corrupt(folder, HEADER + " is not of format " + FORMAT + " and kind " + kind);
        }
        if (!header.path("parts").path(STATE).asText().equals(Digest.sha256(array))) {
            throw corrupt(folder, STATE + " does not have the digest that " + HEADER + " names");
        }
        double[] values = Npy.readDoubles(array);
        if (values.length != header.path("length").asInt(-1)) {
            throw corrupt(folder, STATE + " has " + values.length + " numbers");
        }
        return new State(header.path("step").asLong(-1), values);
    }

    private static OnsetException corrupt(Path folder, String problem) {
        return new OnsetException(
                ErrorCode.STORE_CORRUPT,
                "the checkpoint in " + folder + " cannot be used: " + problem
                        + "; nothing was taken from it; the one before it, or step 0, is taken up instead");
    }
}
