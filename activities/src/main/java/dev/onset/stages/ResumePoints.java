package dev.onset.stages;

import dev.onset.checkpoint.CommitLog;
import dev.onset.checkpoint.CommitTimes;
import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.checkpoint.ResumeLog;
import dev.onset.checkpoint.ResumeOutcome;
import dev.onset.checkpoint.ResumePoint;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.ResumableTraining;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.RunPoint;
import dev.onset.kind.Scratch;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one attempt at a training takes it up, and how it leaves it durable between the checkpoints of its schedule. A store
 * that does not answer costs no training here: it goes on, and the next checkpoint of the schedule fails if it must.
 */
final class ResumePoints {
    private static final Logger LOG = LoggerFactory.getLogger(ResumePoints.class);

    private final RunPoint point;
    private final ResumeLog log;
    private final CommitTimes times;
    private final BlobStore blobs;
    private final CommitSpacing spacing;
    private final Path scratch;
    private final RunMetrics.Training metrics;

    ResumePoints(
            RunPoint point,
            ResumeLog log,
            CommitTimes times,
            BlobStore blobs,
            CommitSpacing spacing,
            Path scratch,
            RunMetrics.Training metrics) {
        this.point = point;
        this.log = log;
        this.times = times;
        this.blobs = blobs;
        this.spacing = spacing;
        this.scratch = scratch;
        this.metrics = metrics;
    }

    /**
     * Takes up the newest intact state at or before the step wanted next, of resume points and checkpoints, or starts at step 0.
     * What lies behind that step is of no use: the checkpoint that is missing would never be trained.
     */
    void resume(ResumableTraining training, CommitLog commits, long wanted) throws IOException {
        if (!training.isRepeatable()) {
            log.abandonAfter(wanted); // before anything of what takes their place is committed
        }
        for (ResumePoint candidate : log.points()) {
            if (candidate.step() <= wanted
                    && !isCommitted(commits, candidate.step(), wanted)
                    && takeUp(training, candidate)) {
                return;
            }
        }
        Optional<CommittedCheckpoint> newest = commits.newestAtOrBefore(wanted).checkpoint();
        if (newest.isPresent()) {
            restore(training, folder -> {
                for (Map.Entry<String, BlobRef> part : newest.get().parts().entrySet()) {
                    if (training.needs(part.getKey())) {
                        blobs.fetch(part.getValue(), folder.resolve(part.getKey()));
                    }
                }
            });
            LOG.info("{}: resumed at step {}", point.name(), training.step());
        }
        spacing.durable();
    }

    /** Whether an intact checkpoint is as good; its parts are hashed only where one is listed. */
    private static boolean isCommitted(CommitLog commits, long step, long wanted) {
        return commits.entries().stream().anyMatch(entry -> entry.step() >= step && entry.step() <= wanted)
                && commits.newestAtOrBefore(wanted)
                        .checkpoint()
                        .filter(checkpoint -> checkpoint.step() >= step)
                        .isPresent();
    }

    private boolean takeUp(ResumableTraining training, ResumePoint candidate) throws IOException {
        try {
            restore(training, folder -> log.fetch(candidate, folder));
        } catch (OnsetException e) {
            if (!isDamage(e.code())) {
                throw e;
            }
            log.discard(candidate);
            LOG.warn(
                    "{}: the resume point of step {} is lost, what lies before it is taken up: {}",
                    point.name(),
                    candidate.step(),
                    e.getMessage());
            return false;
        }
        spacing.durable();
        LOG.info("{}: resumed at step {}, resume point {}", point.name(), training.step(), candidate.number());
        return true;
    }

    /** Of another version's making is as good as damaged: what lies before it is taken up. */
    private static boolean isDamage(ErrorCode code) {
        return code == ErrorCode.STORE_CORRUPT || code == ErrorCode.STORE_MISSING || code == ErrorCode.MODEL_INVALID;
    }

    private interface Source {
        void fetch(Path folder);
    }

    private void restore(ResumableTraining training, Source source) throws IOException {
        Path folder = Files.createTempDirectory(scratch, "restore");
        try {
            source.fetch(folder);
            training.restore(folder);
            metrics.resumed(training.step());
        } finally {
            Scratch.delete(folder);
        }
    }

    /** @param ahead nanoseconds that training goes on for before this is asked again */
    boolean isDue(long ahead) {
        return spacing.isDue(ahead);
    }

    /** A checkpoint was committed. */
    void committed(CommittedCheckpoint checkpoint, double seconds) {
        times.committed(checkpoint, seconds);
        spacing.durable();
    }

    /** What became of a resume point. */
    enum Saved {
        DURABLE,
        /** The store does not answer; training goes on. */
        NOT_YET,
        /** Another attempt is at work: this one yields. */
        FENCED
    }

    /** Writes a resume point of the step reached. */
    Saved save(ResumableTraining training) throws IOException {
        long began = System.nanoTime();
        Saved saved = write(training);
        if (saved == Saved.DURABLE) {
            spacing.saved((System.nanoTime() - began) / 1e9);
        }
        return saved;
    }

    private Saved write(ResumableTraining training) throws IOException {
        Path folder = Files.createTempDirectory(scratch, "resume");
        try {
            long began = System.nanoTime();
            Map<String, Path> files = training.writeState(folder);
            long bytes = 0;
            for (Path file : files.values()) {
                bytes += Files.size(file);
            }
            ResumeOutcome outcome = log.write(training.step(), files);
            long nanos = System.nanoTime() - began;
            if (outcome instanceof ResumeOutcome.Written written) {
                times.written(written.point(), nanos / 1e9);
                metrics.saved(bytes, nanos);
                return Saved.DURABLE;
            }
            if (outcome instanceof ResumeOutcome.Fenced fenced) {
                LOG.info("{}, step {}: yields, {}", point.name(), training.step(), fenced.winner());
                return Saved.FENCED;
            }
            return notYet(training, ((ResumeOutcome.Unknown) outcome).cause());
        } catch (OnsetException e) {
            if (!e.code().retryable()) {
                throw e;
            }
            return notYet(training, e);
        } finally {
            Scratch.delete(folder);
        }
    }

    private Saved notYet(ResumableTraining training, OnsetException cause) {
        LOG.warn(
                "{}, step {}: no resume point could be written; training goes on and tries again: {}",
                point.name(),
                training.step(),
                cause.getMessage(),
                cause);
        spacing.failed();
        return Saved.NOT_YET;
    }
}
