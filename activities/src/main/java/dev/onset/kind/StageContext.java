package dev.onset.kind;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StageOutcome;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.Digest;
import dev.onset.store.Fingerprint;
import dev.onset.store.ObjectStore;
import dev.onset.store.StageResult;
import dev.onset.store.StageResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker offers every stage.
 *
 * @param scratch local folder for temporary files
 * @param profile numeric profile of this process: part of every fingerprint, since it determines bits
 * @param metrics hears what stages do
 * @param gpu which of this machine's GPUs it computes on where a study asks for one
 */
public record StageContext(
        ObjectStore store,
        BlobStore blobs,
        StageResults results,
        Path scratch,
        String profile,
        StageMetrics metrics,
        int gpu) {
    private static final Logger LOG = LoggerFactory.getLogger(StageContext.class);
    private static final int LONGEST_REASON = 400;

    /** The computation of a stage, in a folder of its own that is removed afterwards. */
    public interface Computation {
        StageProduct run(Path folder) throws IOException;
    }

    /** Offers stages of a store, unheard. */
    public static StageContext of(ObjectStore store, Path scratch, String profile) {
        return of(store, scratch, profile, StageMetrics.NONE, 0);
    }

    /** Offers stages of a store. */
    public static StageContext of(ObjectStore store, Path scratch, String profile, StageMetrics metrics, int gpu) {
        return new StageContext(store, new BlobStore(store), new StageResults(store), scratch, profile, metrics, gpu);
    }

    /**
     * Finds a stage's result or computes it. Outputs are hashed before they are offered for reuse; a damaged one is
     * recomputed as the next generation. A crash leaves blobs at most, never a result.
     *
     * @param generation least generation that will do, 0 for any: an operator who wants a stage again asks for the next
     */
    public StageOutcome stage(Fingerprint fingerprint, int generation, Computation computation) throws IOException {
        StageResults.Lookup lookup = results.find(fingerprint, StageResults.Check.HASH);
        if (lookup instanceof StageResults.Lookup.Found found) {
            if (found.result().generation() >= generation) {
                return outcome(found.result(), true, "its inputs and settings are unchanged");
            }
            return compute(fingerprint, generation, "an operator asked for it again", computation);
        }
        StageResults.Lookup.Absent absent = (StageResults.Lookup.Absent) lookup;
        if (absent.nextGeneration() > 1) {
            LOG.warn("stage {} is recomputed: {}", fingerprint.stage(), absent.reason());
        }
        return compute(fingerprint, absent.nextGeneration(), absent.reason(), computation);
    }

    private StageOutcome compute(Fingerprint fingerprint, int generation, String reason, Computation computation)
            throws IOException {
        Path folder = Files.createTempDirectory(scratch, fingerprint.stage());
        try {
            StageProduct product = computation.run(folder);
            Map<String, BlobRef> outputs = new TreeMap<>();
            for (Map.Entry<String, Path> file : product.files().entrySet()) {
                outputs.put(file.getKey(), blobs.put(ObjectStore.Content.of(file.getValue())));
            }
            StageResult recorded = recorded(results.record(fingerprint, generation, outputs, product.scalars()));
            return outcome(recorded, false, reason);
        } finally {
            Scratch.delete(folder);
        }
    }

    private static StageResult recorded(StageResults.Recording recording) {
        if (recording instanceof StageResults.Recording.Recorded ours) {
            return ours.result();
        }
        if (recording instanceof StageResults.Recording.AlreadyRecorded same) {
            return same.result();
        }
        if (recording instanceof StageResults.Recording.Superseded other) {
            LOG.warn(
                    "{} was recorded by another attempt; its content stands",
                    other.existing().key());
            return other.existing();
        }
        throw new OnsetException(
                ErrorCode.COMMIT_UNKNOWN,
                "the store did not say whether a result was recorded; it is read back on the next attempt");
    }

    private static StageOutcome outcome(StageResult result, boolean reused, String reason) {
        String shown = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...";
        return new StageOutcome(result.key().value(), digest(result), result.generation(), reused, shown);
    }

    /** The digest of a result's content, whatever generation holds it. */
    public static String digest(StageResult result) {
        return Digest.ofJson(Map.of("outputs", result.outputs(), "scalars", result.scalars()));
    }
}
