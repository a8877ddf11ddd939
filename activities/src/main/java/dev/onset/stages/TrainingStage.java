package dev.onset.stages;

import dev.onset.contracts.OnsetException;
import dev.onset.contracts.SegmentResult;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.RunPoint;
import dev.onset.kind.Scratch;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProgress;
import dev.onset.kind.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** One segment of a run's training: what it listens to, whom it tells, and when its time is up. */
final class TrainingStage {
    private final StageContext context;
    private final Trainer trainer;
    private final StoredRun run;
    private final RunMetrics metrics;

    TrainingStage(StageContext context, Trainer trainer, StoredRun run, RunMetrics metrics) {
        this.context = context;
        this.trainer = trainer;
        this.run = run;
        this.metrics = metrics;
    }

    SegmentResult segment(StageProgress progress, OpenStudy.DurableListener listener, ServerAbsence absence)
            throws IOException {
        RunPoint point = run.point();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(trainer.segmentSeconds());
        Path scratch = Files.createTempDirectory(context.scratch(), OpenStudy.TRAIN);
        try (RunMetrics.Training training = metrics.training(point.lastStep())) {
            SegmentRunner runner = new SegmentRunner(
                    point,
                    run.openLogToTrain(),
                    context.blobs(),
                    () -> run.openResumePoints(trainer.commitSeconds(), scratch, training),
                    scratch,
                    run.intact(),
                    training,
                    System::nanoTime);
            return runner.run(
                    () -> trainer.open(context.of(point.name()), point),
                    new Teller(point, progress, listener),
                    new SegmentRunner.Orders() {
                        @Override
                        public boolean stop() {
                            return progress.stopping();
                        }

                        @Override
                        public boolean timeIsUp() {
                            return System.nanoTime() - until > 0 || absence.isOver();
                        }

                        @Override
                        public boolean saveNow() {
                            return absence.saveNow();
                        }
                    });
        } catch (OnsetException e) {
            // one run of many: the message says which
            boolean named = String.valueOf(e.getMessage()).contains(point.name());
            throw named ? e : new OnsetException(e.code(), "run " + point.name() + ": " + e.getMessage(), e);
        } finally {
            Scratch.delete(scratch);
        }
    }

    /** Tells of every step that the stage is alive, and of every commit what is durable. */
    private static final class Teller implements SegmentRunner.Listener {
        private final RunPoint point;
        private final StageProgress progress;
        private final OpenStudy.DurableListener listener;
        private int prefix;
        private String digest = "";

        Teller(RunPoint point, StageProgress progress, OpenStudy.DurableListener listener) {
            this.point = point;
            this.progress = progress;
            this.listener = listener;
        }

        @Override
        public void step(long step) {
            progress.alive(point.name() + ": step " + step);
            listener.durable(prefix, step, digest);
        }

        @Override
        public void committed(int newPrefix, long step, String newDigest) {
            prefix = newPrefix;
            digest = newDigest;
            listener.durable(newPrefix, step, newDigest);
        }
    }
}
