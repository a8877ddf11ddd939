package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StageOutcome;
import dev.onset.kind.Scratch;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.store.BlobRef;
import dev.onset.store.Fingerprint;
import dev.onset.store.ObjectStore;
import dev.onset.store.StageResult;
import dev.onset.store.StageResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a stage's result or computes it. A crash leaves blobs at most, never a result. */
public final class StageRunner {
    private static final Logger LOG = LoggerFactory.getLogger(StageRunner.class);
    private static final int LONGEST_REASON = 400;

    /** The computation of a stage, in a folder of its own that is removed afterwards. */
    public interface Computation {
        StageProduct run(Path folder) throws IOException;
    }

    /** What running a stage gave. */
    public record Ran(StageResult result, StageOutcome outcome) {}

    private final StageContext context;
    private final StageResults results;

    /** @param results where the stage's results are */
    public StageRunner(StageContext context, StageResults results) {
        this.context = context;
        this.results = results;
    }

    /**
     * Finds a stage's result or computes it. Outputs are hashed before they are offered for reuse; a damaged one is recomputed
     * as the next generation.
     *
     * @param generations that are there, ascending
     * @param generation least generation that will do, 0 for any: an operator who wants a stage again asks for the next
     */
    public Ran run(Fingerprint fingerprint, List<Integer> generations, int generation, Computation computation)
            throws IOException {
        StageResults.Lookup lookup = results.find(fingerprint, StageResults.Check.HASH, generations);
        if (lookup instanceof StageResults.Lookup.Found found) {
            if (found.result().generation() >= generation) {
                return ran(found.result(), true, "its inputs and settings are unchanged");
            }
            return compute(fingerprint, generation, "an operator asked for it again", computation);
        }
        StageResults.Lookup.Absent absent = (StageResults.Lookup.Absent) lookup;
        if (absent.nextGeneration() > 1) {
            LOG.warn("stage {} is recomputed: {}", fingerprint.stage(), absent.reason());
        }
        return compute(fingerprint, absent.nextGeneration(), absent.reason(), computation);
    }

    private Ran compute(Fingerprint fingerprint, int generation, String reason, Computation computation)
            throws IOException {
        Path folder = Files.createTempDirectory(context.scratch(), fingerprint.stage());
        try {
            StageProduct product = computation.run(folder);
            Map<String, BlobRef> outputs = new TreeMap<>();
            for (Map.Entry<String, Path> file : product.files().entrySet()) {
                outputs.put(file.getKey(), context.blobs().put(ObjectStore.Content.of(file.getValue())));
            }
            return ran(recorded(results.record(fingerprint, generation, outputs, product.scalars())), false, reason);
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

    private static Ran ran(StageResult result, boolean reused, String reason) {
        String shown = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...";
        return new Ran(
                result, new StageOutcome(result.key().value(), result.digest(), result.generation(), reused, shown));
    }
}
