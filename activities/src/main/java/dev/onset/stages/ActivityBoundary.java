package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudyRef;
import dev.onset.kind.StageCancelled;
import dev.onset.kind.StageMetrics;
import dev.onset.kind.StageProgress;
import dev.onset.store.LocalFiles;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where stages meet Temporal: coded failures become failures of that type, cancellation and heartbeats become progress. */
final class ActivityBoundary {
    private static final Logger LOG = LoggerFactory.getLogger(ActivityBoundary.class);

    /** A stage's work. */
    interface Work<T> {
        T run(StageProgress progress) throws IOException;
    }

    private ActivityBoundary() {}

    static <T> T run(StudyPipeline pipeline, StudyRef study, String stage, Work<T> work) {
        return run(pipeline, study, stage, Optional.empty(), work);
    }

    /**
     * Runs training, the stage that commits on its way.
     *
     * @param patience how long it goes on while the server cannot be reached
     */
    static <T> T train(StudyPipeline pipeline, StudyRef study, Duration patience, Work<T> work) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        ServerAbsence absence = new ServerAbsence(
                patience,
                () -> HeartbeatProgress.word(() -> context.getWorkflowClient()
                        .newActivityCompletionClient()
                        .heartbeat(context.getTaskToken(), "the server was away")),
                ActivityBoundary::onThreadOfItsOwn,
                System::nanoTime);
        return run(pipeline, study, OpenStudy.TRAIN, Optional.of(absence), work);
    }

    /** A call that waits for an unreachable server must not keep anything else waiting. */
    private static void onThreadOfItsOwn(Runnable task) {
        Thread thread = new Thread(task, "ask-server");
        thread.setDaemon(true);
        thread.start();
    }

    private static <T> T run(
            StudyPipeline pipeline, StudyRef study, String stage, Optional<ServerAbsence> absence, Work<T> work) {
        StageMetrics metrics = pipeline.context().metrics();
        HeartbeatProgress progress = new HeartbeatProgress(
                Activity.getExecutionContext(),
                absence,
                pipeline::isDraining,
                () -> metrics.heartbeatNotFound(study.study(), stage));
        metrics.began(study.study(), stage);
        try {
            return attempt(pipeline.context().scratch(), progress, work);
        } catch (CodedFailure e) {
            metrics.failed(study.study(), stage, e.code);
            throw e.failure;
        }
    }

    private static <T> T attempt(Path scratch, StageProgress progress, Work<T> work) throws CodedFailure {
        try {
            return work.run(progress);
        } catch (StageCancelled cancelled) {
            if (cancelled.getCause() instanceof ActivityCompletionException completion) {
                throw completion;
            }
            throw cancelled;
        } catch (OnsetException e) {
            throw coded(e.code(), String.valueOf(e.getMessage()), e);
        } catch (OutOfMemoryError e) {
            throw coded(ErrorCode.OUT_OF_MEMORY, "memory ran out; nothing half-done was committed", e);
        } catch (IOException e) {
            throw disk(scratch, e);
        } catch (UncheckedIOException e) {
            throw disk(scratch, new IOException(e.getMessage(), e));
        } catch (RuntimeException e) {
            LOG.error("a stage failed unexpectedly", e);
            throw coded(ErrorCode.INTERNAL, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private static CodedFailure disk(Path scratch, IOException e) {
        OnsetException failure = LocalFiles.failure("a file under " + scratch, scratch.resolve("any"), e);
        return coded(failure.code(), String.valueOf(failure.getMessage()), e);
    }

    private static CodedFailure coded(ErrorCode code, String message, Throwable cause) {
        return new CodedFailure(
                code,
                code.retryable()
                        ? ApplicationFailure.newFailureWithCause(message, code.name(), cause)
                        : ApplicationFailure.newNonRetryableFailureWithCause(message, code.name(), cause));
    }

    /** A failure on its way out, with the code it is counted by. */
    private static final class CodedFailure extends Exception {
        private static final long serialVersionUID = 1;

        private final ErrorCode code;
        private final ApplicationFailure failure;

        CodedFailure(ErrorCode code, ApplicationFailure failure) {
            super(failure);
            this.code = code;
            this.failure = failure;
        }
    }

    /** Heartbeats carry where the stage is; a cancellation asks it to stop at its next commit, or at once where it has none. */
    private static final class HeartbeatProgress implements StageProgress {
        private final ActivityExecutionContext context;
        private final BooleanSupplier draining;
        private final Runnable unknown;
        private final Optional<ServerAbsence> absence;
        private boolean cancelled;

        /** @param absence of a stage that commits on its way; others are not worth going on with unheard */
        HeartbeatProgress(
                ActivityExecutionContext context,
                Optional<ServerAbsence> absence,
                BooleanSupplier draining,
                Runnable unknown) {
            this.context = context;
            this.absence = absence;
            this.draining = draining;
            this.unknown = unknown;
        }

        /** What the server says to a sign of life. */
        static ServerWord word(Runnable beat) {
            try {
                beat.run();
                return ServerWord.GOES_ON;
            } catch (ActivityCompletionException e) {
                return ServerWord.of(e);
            }
        }

        @Override
        public void alive(String note) {
            ServerWord word = word(() -> context.heartbeat(note));
            if (word.kind() == ServerWord.Kind.UNREACHABLE && absence.isPresent()) {
                word = absence.get().listen();
            }
            switch (word.kind()) {
                case GOES_ON -> {}
                case CANCELLED -> {
                    cancelled = true; // the commit may take its time: heartbeats go on
                    if (absence.isEmpty()) {
                        throw new StageCancelled("cancelled; nothing is kept of it", cause(word));
                    }
                }
                case UNREACHABLE -> {
                    if (absence.isEmpty()) {
                        throw new StageCancelled("the server does not answer; nothing is kept of it", cause(word));
                    }
                }
                case OVER -> {
                    // timed out, reset or the workflow is over: another attempt may be running already
                    if (cause(word) instanceof ActivityNotExistsException) {
                        unknown.run();
                    }
                    throw new StageCancelled(
                            "this attempt is over: " + cause(word).getMessage(), cause(word));
                }
            }
        }

        private static ActivityCompletionException cause(ServerWord word) {
            return word.cause().orElseThrow();
        }

        @Override
        public boolean stopping() {
            return cancelled || draining.getAsBoolean();
        }

        @Override
        public boolean saveNow() {
            return absence.map(ServerAbsence::saveNow).orElse(false);
        }

        @Override
        public boolean alone() {
            return absence.map(ServerAbsence::isOver).orElse(false);
        }
    }
}
