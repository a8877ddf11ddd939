package dev.onset.stages;

import dev.onset.checkpoint.CommitLog;
import dev.onset.checkpoint.CommitOutcome;
import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.SegmentResult;
import dev.onset.kind.ResumableTraining;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.RunPoint;
import dev.onset.kind.Scratch;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.CrashPoints;
import dev.onset.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains from the newest durable checkpoint, commit by commit.
 *
 * <h2>What a crash leaves</h2>
 *
 * Parts of a checkpoint are content-addressed blobs, put before the manifest that names them; a crash in between leaves
 * blobs that the next attempt finds and reuses by digest. The manifest is the commit. A segment therefore needs no state
 * but the log: it asks which steps of the schedule are durable and verify, takes up the newest one before the first
 * missing step, and trains on.
 *
 * <p>A commit that finds another attempt's manifest in its place ends the segment: whoever wrote it is at least as far.
 * Other content for the same step means that training is not reproducible here, and stops the run.
 */
final class SegmentRunner {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentRunner.class);

    /** Opens the training; called only when something is missing. */
    interface Opener {
        ResumableTraining open() throws IOException;
    }

    /** Told after every commit and every step. */
    interface Listener {
        void step(long step);

        /** @param digest start of the digest of the newest checkpoint of the prefix; empty where there is none */
        void committed(int prefix, long step, String digest);
    }

    private final RunPoint point;
    private final CommitLog log;
    private final BlobStore blobs;
    private final Path scratch;
    private final Set<String> intact;
    private final RunMetrics.Training metrics;
    private int computed;
    private int fenced;

    /** @param intact manifests of checkpoints that this process has hashed already; added to */
    SegmentRunner(
            RunPoint point,
            CommitLog log,
            BlobStore blobs,
            Path scratch,
            Set<String> intact,
            RunMetrics.Training metrics) {
        this.point = point;
        this.log = log;
        this.blobs = blobs;
        this.scratch = scratch;
        this.intact = intact;
        this.metrics = metrics;
    }

    /**
     * Runs one segment.
     *
     * @param stop asked between steps; true ends the segment at a commit of the step reached
     * @param timeIsUp asked after every commit; true ends the segment there
     */
    SegmentResult run(Opener opener, Listener listener, BooleanSupplier stop, BooleanSupplier timeIsUp)
            throws IOException {
        int found = durablePrefix();
        int prefix = found;
        listener.committed(prefix, stepOf(prefix), digestOf(prefix));
        if (prefix == point.schedule().size()) {
            return result(prefix, found);
        }
        try (ResumableTraining training = opener.open()) {
            resume(training, point.schedule().get(prefix));
            while (prefix < point.schedule().size()) {
                long target = point.schedule().get(prefix);
                boolean reached = advance(training, target, listener, stop);
                if (!commit(training)) {
                    return result(durablePrefix(), found);
                }
                if (!reached) {
                    return result(prefix, found);
                }
                int next = prefix + 1;
                prefix = skipDurable(next);
                if (prefix > next && prefix < point.schedule().size()) {
                    resume(training, point.schedule().get(prefix));
                }
                listener.committed(prefix, training.step(), digestOf(prefix));
                if (timeIsUp.getAsBoolean() || stop.getAsBoolean()) {
                    return result(prefix, found);
                }
            }
        }
        return result(prefix, found);
    }

    /** Takes up the newest intact checkpoint at or before the step wanted next, or starts at step 0. */
    private void resume(ResumableTraining training, long wanted) throws IOException {
        Optional<CommittedCheckpoint> newest = log.newestAtOrBefore(wanted).checkpoint();
        if (newest.isEmpty()) {
            return;
        }
        Path folder = Files.createTempDirectory(scratch, "restore");
        try {
            for (Map.Entry<String, BlobRef> part : newest.get().parts().entrySet()) {
                blobs.fetch(part.getValue(), folder.resolve(part.getKey()));
            }
            training.restore(folder);
            metrics.resumed(training.step());
            LOG.info("{}: resumed at step {}", point.name(), training.step());
        } finally {
            Scratch.delete(folder);
        }
    }

    /** Returns false when stopped before the target. */
    private boolean advance(ResumableTraining training, long target, Listener listener, BooleanSupplier stop) {
        while (training.step() < target) {
            if (stop.getAsBoolean()) {
                return false;
            }
            training.advance(Math.min(target, training.step() + STEPS_BETWEEN_CHECKS), step -> {
                CrashPoints.DURING_TRAINING.pass();
                metrics.step(step);
                listener.step(step);
            });
        }
        return true;
    }

    private static final long STEPS_BETWEEN_CHECKS = 16;
    private static final int SHOWN_DIGITS = 12;

    /** Returns false when another attempt was there first. */
    private boolean commit(ResumableTraining training) throws IOException {
        Path folder = Files.createTempDirectory(scratch, "commit");
        try {
            long began = System.nanoTime();
            long bytes = 0;
            SortedMap<String, BlobRef> parts = new TreeMap<>();
            for (Map.Entry<String, Path> file : training.write(folder).entrySet()) {
                BlobRef part = blobs.put(ObjectStore.Content.of(file.getValue()));
                parts.put(file.getKey(), part);
                bytes += part.size();
            }
            CommitOutcome outcome = log.commit(training.step(), parts);
            metrics.committed(outcome, bytes, System.nanoTime() - began);
            if (outcome instanceof CommitOutcome.Committed done) {
                computed++;
                intact.add(done.checkpoint().manifest());
                return true;
            }
            if (outcome instanceof CommitOutcome.AlreadyCommitted known) {
                intact.add(known.checkpoint().manifest());
                if (known.byAnother()) {
                    fenced++; // another attempt is at work on this run: this one yields
                    return false;
                }
                computed++; // a damaged part was trained and written again
                return true;
            }
            if (outcome instanceof CommitOutcome.Fenced other) {
                fenced++;
                if (other.divergent()) {
                    throw new OnsetException(
                            ErrorCode.CHECKPOINT_DIVERGED,
                            "run " + point.name() + ", step " + training.step()
                                    + ": another attempt committed other content for this step; training is not"
                                    + " reproducible here, so nothing more is committed");
                }
                return false;
            }
            throw new OnsetException(
                    ErrorCode.COMMIT_UNKNOWN,
                    "run " + point.name() + ", step " + training.step()
                            + ": the store did not say whether the commit took effect; it is read back on the next attempt");
        } finally {
            Scratch.delete(folder);
        }
    }

    private int durablePrefix() {
        return skipDurable(0);
    }

    private int skipDurable(int from) {
        int prefix = from;
        while (prefix < point.schedule().size() && isDurable(point.schedule().get(prefix))) {
            prefix++;
        }
        return prefix;
    }

    /** Committed with every part intact. A damaged part is written again by training to its step once more. */
    private boolean isDurable(long step) {
        Optional<CommittedCheckpoint> checkpoint = log.find(step);
        if (checkpoint.isEmpty()) {
            return false;
        }
        if (intact.contains(checkpoint.get().manifest())) {
            return true;
        }
        Optional<String> problem = log.problem(checkpoint.get());
        if (problem.isPresent()) {
            LOG.warn("{}: the checkpoint of step {} is trained again: {}", point.name(), step, problem.get());
            return false;
        }
        intact.add(checkpoint.get().manifest());
        return true;
    }

    private String digestOf(int prefix) {
        return prefix == 0
                ? ""
                : log.find(stepOf(prefix))
                        .map(checkpoint -> checkpoint.manifest().substring(0, SHOWN_DIGITS))
                        .orElse("");
    }

    private long stepOf(int prefix) {
        return prefix == 0 ? 0 : point.schedule().get(prefix - 1);
    }

    private SegmentResult result(int prefix, int found) {
        return new SegmentResult(
                prefix, stepOf(prefix), prefix == point.schedule().size(), found, computed, fenced);
    }
}
