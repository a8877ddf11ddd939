package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.RunProgress;
import dev.onset.contracts.RunStatus;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import dev.onset.contracts.StudyStatus;
import dev.onset.infra.cli.ProgressSink;
import dev.onset.infra.temporal.EmbeddedTemporal;
import dev.onset.infra.temporal.StudyWorkers;
import dev.onset.stages.StudyPipeline;
import dev.onset.workflows.Queues;
import dev.onset.workflows.RunWorkflow;
import dev.onset.workflows.StudyWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One study under Temporal inside this JVM, followed to its end. */
final class EmbeddedExecution implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final long FOLLOW_MILLIS = 250;
    private static final long SIGNAL_MILLIS = 200;

    private final EmbeddedTemporal temporal;
    private final StudyWorkers workers;
    private final StudyPipeline pipeline;

    EmbeddedExecution(StudyPipeline pipeline) {
        this.pipeline = pipeline;
        temporal = new EmbeddedTemporal();
        workers = new StudyWorkers(
                temporal.client(),
                pipeline,
                Set.of(Queues.TRAIN, Queues.OBSERVE, Queues.FIT),
                Runtime.getRuntime().availableProcessors());
        workers.start();
    }

    /**
     * Runs the study to its end.
     *
     * @throws OnsetException with the failed stage's own code
     */
    StudyResult run(StudyRef study, ProgressSink progress) {
        StudyWorkflow workflow = temporal.client()
                .newWorkflowStub(
                        StudyWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(Queues.WORKFLOWS)
                                .setWorkflowId(study.workflowId())
                                .build());
        WorkflowClient.start(workflow::study, new StudyRequest(study, false, SIGNAL_MILLIS, "", "", Optional.empty()));
        CompletableFuture<StudyResult> end = WorkflowStub.fromTyped(workflow).getResultAsync(StudyResult.class);
        while (true) {
            try {
                StudyResult result = end.get(FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
                follow(study, workflow, progress);
                return result;
            } catch (TimeoutException stillRunning) {
                follow(study, workflow, progress);
            } catch (ExecutionException failed) {
                throw coded(failed.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OnsetException(ErrorCode.INTERNAL, "interrupted; what is committed stays", e);
            }
        }
    }

    private void follow(StudyRef study, StudyWorkflow workflow, ProgressSink progress) {
        try {
            StudyStatus status = workflow.status();
            for (int index = 0; index < status.firstRun() + 4 && index < status.runs(); index++) {
                RunStatus run = temporal.client()
                        .newWorkflowStub(RunWorkflow.class, study.runWorkflowId(index))
                        .status();
                RunProgress at = run.progress();
                if (!run.point().isEmpty()) {
                    progress.update("train " + run.point(), at.step(), run.lastStep(), at.committed() + " checkpoints");
                    progress.update("observe " + run.point(), at.observed(), run.observations(), "");
                }
            }
            if (status.stage().equals("fit") || status.stage().equals("report")) {
                progress.update(status.stage(), 0, 1, "");
            }
        } catch (WorkflowServiceException | io.temporal.client.WorkflowNotFoundException notYet) {
            // a run that has not begun, or a service that is shutting down: the next look tells
        }
    }

    /** Asks the activities to commit and stop; returns when they have, or when the grace is over. */
    void cancel() {
        pipeline.drain();
        workers.drain(GRACE);
    }

    private static OnsetException coded(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure application) {
                for (ErrorCode code : ErrorCode.values()) {
                    if (code.name().equals(application.getType())) {
                        return new OnsetException(code, application.getOriginalMessage(), failure);
                    }
                }
            }
        }
        return new OnsetException(ErrorCode.INTERNAL, "the study failed: " + failure, failure);
    }

    @Override
    public void close() {
        workers.close();
        temporal.close();
    }
}
