package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import dev.onset.infra.temporal.TemporalFailure;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.workflows.Queues;
import dev.onset.workflows.StudyWorkflow;
import dev.onset.workflows.Visibility;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A study on a Temporal server: workers elsewhere do it, this process starts it and may follow. One execution goes on under
 * a study's id; whoever starts it a second time follows the first. What is followed is the id, not one execution: where an
 * operator resets it, its new one.
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
    void start(StudyRef study, StudyRequest request, ProgressSink progress) {
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
            request.again()
                    .ifPresent(again -> new StudyControl(server)
                            .send(
                                    StudyTarget.of(study.workflowId()),
                                    new StudyService.Order.Rerun(again.stage(), again.reason())));
            progress.note(study.workflowId() + " is running already (run "
                    + running.getExecution().getRunId() + "); following it");
        } catch (WorkflowServiceException e) {
            throw TemporalFailure.coded(
                            e, server.address(), "whether it was started is not known, and asking again does no harm")
                    .orElseThrow(() -> e);
        }
    }

    @Override
    public StudyResult run(StudyRef study, StudyRequest request, ProgressSink progress) {
        start(study, request, progress);
        return follow(study.workflowId(), progress);
    }

    /** Follows a study to its end, through resets and through outages of the server and of all workers. */
    private StudyResult follow(String id, ProgressSink progress) {
        StudyWorkflow workflow = server.client().newWorkflowStub(StudyWorkflow.class, id);
        Following following = new Following(server.client(), progress);
        StudyControl control = new StudyControl(server);
        boolean silent = false;
        String run = "";
        while (!detached) {
            try {
                WorkflowExecutionDescription newest = control.newest(id);
                if (!run.isEmpty() && isAnother(newest, run)) {
                    progress.note(id + " was reset, or started again: following its new run "
                            + newest.getExecution().getRunId());
                }
                run = newest.getExecution().getRunId();
                return await(id, run, () -> following.look(workflow));
            } catch (ExecutionException | RuntimeException failed) {
                if (failed instanceof Detached) {
                    throw (Detached) failed;
                }
                if (TemporalFailure.isOutage(failed)) {
                    if (!silent) {
                        progress.note("the Temporal server does not answer; the study goes on when it does");
                        silent = true;
                    }
                    pause();
                } else if (isOver(failed, id, run)) {
                    throw over(failed, id);
                }
            }
        }
        throw new Detached(id);
    }

    private static boolean isAnother(WorkflowExecutionDescription newest, String run) {
        boolean lives = newest.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                || newest.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
        return lives && !newest.getExecution().getRunId().equals(run);
    }

    /** The result of a run, or of what it continues as. */
    private StudyResult await(String id, String run, Runnable meanwhile) throws ExecutionException {
        CompletableFuture<StudyResult> end = server.client()
                .newUntypedWorkflowStub(
                        WorkflowExecution.newBuilder()
                                .setWorkflowId(id)
                                .setRunId(run)
                                .build(),
                        Optional.empty())
                .getResultAsync(StudyResult.class);
        while (!detached) {
            try {
                return end.get(FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillRunning) {
                meanwhile.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Detached(id);
            }
        }
        throw new Detached(id);
    }

    /** Whether what is followed has ended for good: it has, unless the id goes on as another run, as after a reset. */
    private boolean isOver(Throwable failed, String id, String run) {
        if (Following.end(failed).isEmpty() && !TemporalFailure.isUnknown(failed)) {
            return true;
        }
        try {
            return new StudyControl(server).newest(id).getExecution().getRunId().equals(run);
        } catch (RuntimeException e) {
            return !TemporalFailure.isOutage(e);
        }
    }

    private RuntimeException over(Throwable failed, String id) {
        Optional<WorkflowFailedException> end = Following.end(failed);
        if (end.isPresent()) {
            return Following.ended(end.get(), id);
        }
        if (TemporalFailure.isUnknown(failed)) {
            return new OnsetException(
                    ErrorCode.STUDY_TERMINATED,
                    "the Temporal server at " + server.address() + " does not know " + id
                            + " any more: its execution was deleted, or the server lost its database; what is committed stays",
                    failed);
        }
        // whatever else keeps this process from following says nothing of the study
        OnsetException why = Following.stated(failed)
                .or(() -> TemporalFailure.coded(failed, server.address(), "what is committed stays"))
                .orElseGet(() -> Following.coded(failed));
        return new Detached(
                new OnsetException(why.code(), why.getMessage() + "; " + id + " is not followed any longer", failed));
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

    /** The connection is its owner's. */
    @Override
    public void close() {}
}
