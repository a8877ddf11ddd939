package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudyRef;
import dev.onset.evaluate.NativeLibraries;
import dev.onset.kind.StageCancelled;
import dev.onset.kind.StageMetrics;
import dev.onset.kind.StageProgress;
import dev.onset.store.LocalFiles;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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

    /** The stage that commits on its way. */
    static final String TRAIN = "train";

    private ActivityBoundary() {}

    static <T> T run(StudyPipeline pipeline, StudyRef study, String stage, Work<T> work) {
        StageMetrics metrics = pipeline.context().metrics();
        HeartbeatProgress progress = new HeartbeatProgress(
                Activity.getExecutionContext(),
                stage.equals(TRAIN),
                pipeline::isDraining,
                () -> metrics.heartbeatNotFound(study.study(), stage));
        metrics.began(study.study(), stage);
        try {
            return attempt(pipeline.context().scratch(), progress, work);
        } catch (CodedFailure e) {
            metrics.failed(study.study(), stage, e.code);
            if (pipeline.isDraining()) {
                // it may be the end of the process that fails; should it be the work, it fails elsewhere again
                e.failure.setNonRetryable(false);
            }
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
        } catch (LinkageError e) {
            OnsetException failure = NativeLibraries.failure(e);
            throw coded(failure.code(), String.valueOf(failure.getMessage()), e);
        } catch (IOException e) {
            throw disk(scratch, e);
        } catch (UncheckedIOException e) {
            throw disk(scratch, new IOException(e.getMessage(), e));
        } catch (RuntimeException | Error e) {
            // an Error let through would be retried for ever: it is of the process, not of the attempt
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
        private final boolean commits;
        private boolean cancelled;

        HeartbeatProgress(
                ActivityExecutionContext context, boolean commits, BooleanSupplier draining, Runnable unknown) {
            this.context = context;
            this.commits = commits;
            this.draining = draining;
            this.unknown = unknown;
        }

        @Override
        public void alive(String note) {
            try {
                context.heartbeat(note);
            } catch (ActivityCanceledException asked) {
                cancelled = true; // the commit may take its time: heartbeats go on
                if (!commits) {
                    throw new StageCancelled("cancelled; nothing is kept of it", asked);
                }
            } catch (ActivityCompletionException gone) {
                // timed out, reset or the workflow is over: another attempt may be running already
                if (gone instanceof ActivityNotExistsException) {
                    unknown.run();
                }
                throw new StageCancelled("this attempt is over: " + gone.getMessage(), gone);
            }
        }

        @Override
        public boolean stopping() {
            return cancelled || draining.getAsBoolean();
        }
    }
}
