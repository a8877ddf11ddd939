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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains from the newest durable checkpoint, commit by commit.
 *
 * <h2>What a crash leaves</h2>
 *
 * Parts of a checkpoint are content-addressed blobs, put before the manifest that names them; a crash in between leaves
 * blobs that the next attempt finds and reuses by digest. The manifest is the commit. A segment therefore needs no state
 * but the logs: it asks which steps of the schedule are durable and verify, takes up the newest checkpoint or resume point
 * before the first missing step, and trains on. Between checkpoints it writes {@link ResumePoints}, so that the gaps of a
 * schedule do not decide how much a crash costs.
 *
 * <p>A commit or resume point that finds another attempt's in its place ends the segment: whoever wrote it is at work.
 * Other content for the same step means that training is not reproducible here, and stops the run.
 */
final class SegmentRunner {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentRunner.class);

    /** How long a training that is ahead of its commits may put off what it is asked for; a drain is given longer. */
    private static final Duration BACKLOG = Duration.ofSeconds(20);

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
    private final Supplier<ResumePoints> resumePoints;
    private final Path scratch;
    private final Set<String> intact;
    private final RunMetrics.Training metrics;
    private final StepPace pace;
    private final LongSupplier nanos;
    private OptionalLong askedAt = OptionalLong.empty();
    private int computed;
    private int fenced;

    /**
     * @param resumePoints opened only when something is missing
     * @param intact manifests of checkpoints that this process has hashed already; added to
     * @param nanos a clock that only counts
     */
    SegmentRunner(
            RunPoint point,
            CommitLog log,
            BlobStore blobs,
            Supplier<ResumePoints> resumePoints,
            Path scratch,
            Set<String> intact,
            RunMetrics.Training metrics,
            LongSupplier nanos) {
        this.point = point;
        this.log = log;
        this.blobs = blobs;
        this.resumePoints = resumePoints;
        this.scratch = scratch;
        this.intact = intact;
        this.metrics = metrics;
        this.nanos = nanos;
        this.pace = new StepPace(nanos);
    }

    /** What a segment is asked while it trains. */
    interface Orders {
        /** True ends the segment at a commit of the step reached. */
        boolean stop();

        /** True ends the segment at its next commit or resume point. */
        boolean timeIsUp();

        /** True once when a resume point is wanted now, whether or not one is due. */
        boolean saveNow();
    }

    /** Runs one segment. */
    SegmentResult run(Opener opener, Listener listener, Orders orders) throws IOException {
        int found = durablePrefix();
        int prefix = found;
        listener.committed(prefix, stepOf(prefix), digestOf(prefix));
        if (prefix == point.schedule().size()) {
            return result(prefix, found);
        }
        try (ResumableTraining training = opener.open()) {
            ResumePoints points = resumePoints.get();
            points.resume(training, log, point.schedule().get(prefix));
            while (prefix < point.schedule().size()) {
                long target = point.schedule().get(prefix);
                Reached reached = advance(training, target, points, listener, orders);
                if (reached == Reached.FENCED) {
                    fenced++;
                    log.refresh();
                    return result(durablePrefix(), found);
                }
                if (reached == Reached.SAVED) {
                    return result(prefix, found);
                }
                if (!commit(training, points)) {
                    return result(durablePrefix(), found);
                }
                if (reached == Reached.STOPPED) {
                    return result(prefix, found);
                }
                int next = prefix + 1;
                prefix = skipDurable(next);
                if (prefix > next && prefix < point.schedule().size()) {
                    points.resume(training, log, point.schedule().get(prefix));
                }
                listener.committed(prefix, training.step(), digestOf(prefix));
                boolean behind = prefix < point.schedule().size()
                        && training.isReached(point.schedule().get(prefix))
                        && !isOverdue(orders);
                if (!behind && (orders.timeIsUp() || orders.stop())) {
                    return result(prefix, found);
                }
            }
        }
        return result(prefix, found);
    }

    /** How far training got on its way to a checkpoint. */
    private enum Reached {
        TARGET,
        /** Asked to stop before it; the step reached is to be committed. */
        STOPPED,
        /** Its time is up; the step reached is durable in a resume point. */
        SAVED,
        /** Another attempt is at work. */
        FENCED
    }

    private Reached advance(
            ResumableTraining training, long target, ResumePoints points, Listener listener, Orders orders)
            throws IOException {
        while (training.step() < target) {
            // what is there already is committed first, whatever is asked; for a while
            boolean ahead = training.isReached(target) && !isOverdue(orders);
            if (!ahead && orders.stop()) {
                return Reached.STOPPED;
            }
            if (!ahead && (orders.saveNow() || points.isDue(pace.ahead()))) {
                ResumePoints.Saved saved = points.save(training);
                if (saved == ResumePoints.Saved.FENCED) {
                    return Reached.FENCED;
                }
                if (saved == ResumePoints.Saved.DURABLE && orders.timeIsUp()) {
                    return Reached.SAVED;
                }
            }
            long from = training.step();
            pace.begin();
            training.advance(Math.min(target, from + pace.steps()), step -> {
                CrashPoints.DURING_TRAINING.pass();
                metrics.step(step);
                listener.step(step);
            });
            pace.end(training.step() - from);
        }
        return Reached.TARGET;
    }

    /** Whether it was asked to end so long ago that what training has finished ahead is left: it is trained again. */
    private boolean isOverdue(Orders orders) {
        if (!orders.stop() && !orders.timeIsUp()) {
            return false;
        }
        long now = nanos.getAsLong();
        if (askedAt.isEmpty()) {
            askedAt = OptionalLong.of(now);
        }
        return now - askedAt.getAsLong() > BACKLOG.toNanos();
    }

    private static final int SHOWN_DIGITS = 12;

    /** Returns false when another attempt was there first. */
    private boolean commit(ResumableTraining training, ResumePoints points) throws IOException {
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
            CommitOutcome outcome = log.commit(training.step(), parts, training.isRepeatable());
            long nanos = System.nanoTime() - began;
            metrics.committed(outcome, bytes, nanos);
            if (outcome instanceof CommitOutcome.Committed done) {
                points.committed(done.checkpoint(), nanos / 1e9);
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
