package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudyRef;
import dev.onset.evaluate.NativeLibraries;
import dev.onset.kind.StageCancelled;
import dev.onset.kind.StageMetrics;
import dev.onset.kind.StageProgress;
import dev.onset.pulse.Pulse;
import dev.onset.store.LocalFiles;
import dev.onset.workflows.Declined;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where stages meet Temporal: coded failures become failures of that type, cancellation becomes progress. The beat runs before a
 * stage does anything, so that opening a study, restoring, hashing and uploading are covered as its work is.
 */
final class ActivityBoundary {
    private static final Logger LOG = LoggerFactory.getLogger(ActivityBoundary.class);

    /** A stage's work. */
    interface Work<T> {
        T run(StageProgress progress) throws IOException;
    }

    private ActivityBoundary() {}

    static <T> T run(StudyPipeline pipeline, StudyRef study, String stage, Work<T> work) {
        String queue = Activity.getExecutionContext().getInfo().getActivityTaskQueue();
        pipeline.fitness().problem(queue).ifPresent(problem -> {
            // a request for work that was under way when polling stopped
            throw Declined.because(problem.code(), String.valueOf(problem.getMessage()));
        });
        StageMetrics metrics = pipeline.context().metrics();
        metrics.began(study.study(), stage);
        Beat.Owner owner = new Beat.Owner(
                stage,
                stage.equals(OpenStudy.TRAIN),
                pipeline::isDraining,
                () -> metrics.heartbeatNotFound(study.study(), stage),
                stalled -> metrics.failed(study.study(), stage, stalled.code()));
        try (Beats.Going going = pipeline.beats().begin(Activity.getExecutionContext(), owner);
                Pulse.Bound pulse = going.beat().bind()) {
            try {
                return attempt(pipeline.context().scratch(), going.beat(), work);
            } catch (CodedFailure e) {
                if (!going.beat().isStalled()) { // that is counted already
                    metrics.failed(study.study(), stage, e.code);
                }
                if (e.code.ofWorker()) {
                    pipeline.fitness()
                            .failed(queue, new OnsetException(e.code, e.failure.getOriginalMessage(), e.failure));
                }
                if (pipeline.isDraining()) {
                    // it may be the end of the process that fails; should it be the work, it fails elsewhere again
                    e.failure.setNonRetryable(false);
                }
                throw e.failure;
            }
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
        OnsetException failure = LocalFiles.scratchFailure("a file under " + scratch, scratch.resolve("any"), e);
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
}
