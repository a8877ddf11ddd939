package dev.onset.infra.study;

import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.workflows.Queues;
import dev.onset.workflows.StudyWorkflow;
import dev.onset.workflows.Visibility;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A study on a Temporal server: workers elsewhere do it, this process starts it and may follow. One execution goes on under
 * a study's id; whoever starts it a second time follows the first.
 */
final class ServerExecution implements StudyExecution {
    private static final long FOLLOW_MILLIS = 1_000;
    private static final long OUTAGE_MILLIS = 2_000;
    private static final long SIGNAL_MILLIS = 5_000;

    private final TemporalServer server;
    private final String description;
    private volatile boolean detached;

    /** @param description the study in a sentence or two, for people */
    ServerExecution(TemporalServer server, String description) {
        this.server = server;
        this.description = description;
    }

    /** Starts the study, or finds it running; one that runs is asked to do a stage again, where that is what is wanted. */
    StudyWorkflow start(StudyRef study, StudyRequest request, ProgressSink progress) {
        StudyWorkflow workflow = server.client()
                .newWorkflowStub(
                        StudyWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(Queues.WORKFLOWS)
                                .setWorkflowId(study.workflowId())
                                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
                                .setWorkflowIdReusePolicy(
                                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                                .setTypedSearchAttributes(
                                        Visibility.initial(study.study(), request.kind(), request.dataset()))
                                .setStaticSummary(request.kind() + " study " + study.study())
                                .setStaticDetails(description)
                                .build());
        try {
            WorkflowClient.start(workflow::study, request);
        } catch (WorkflowExecutionAlreadyStarted running) {
            if (request.again().isPresent()) {
                StudyRequest.Again again = request.again().get();
                workflow.rerunFrom(again.stage().name(), again.reason());
            }
            progress.note(study.workflowId() + " is running already (run "
                    + running.getExecution().getRunId() + "); following it");
        }
        return workflow;
    }

    @Override
    public StudyResult run(StudyRef study, StudyRequest request, ProgressSink progress) {
        return follow(study, start(study, request, progress), progress);
    }

    /** Follows a study to its end, through outages of the server and of all workers. */
    private StudyResult follow(StudyRef study, StudyWorkflow workflow, ProgressSink progress) {
        Following following = new Following(server.client(), progress);
        boolean silent = false;
        while (!detached) {
            CompletableFuture<StudyResult> end =
                    WorkflowStub.fromTyped(workflow).getResultAsync(StudyResult.class);
            try {
                while (!detached) {
                    try {
                        return end.get(FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
                    } catch (TimeoutException stillRunning) {
                        following.look(workflow);
                    }
                }
            } catch (ExecutionException failed) {
                if (!TemporalServer.isOutage(failed)) {
                    throw Following.coded(failed.getCause());
                }
                if (!silent) {
                    progress.note("the Temporal server does not answer; the study goes on when it does");
                    silent = true;
                }
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Detached(study.workflowId());
            }
        }
        throw new Detached(study.workflowId());
    }

    private static void pause() {
        try {
            Thread.sleep(OUTAGE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void cancel() {
        detached = true;
    }

    @Override
    public long signalMillis() {
        return SIGNAL_MILLIS;
    }

    @Override
    public boolean operated() {
        return true;
    }

    @Override
    public void close() {
        server.close();
    }
}
