package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.RunProgress;
import dev.onset.contracts.RunStatus;
import dev.onset.contracts.StudyStatus;
import dev.onset.infra.cli.ProgressSink;
import dev.onset.workflows.RunWorkflow;
import dev.onset.workflows.StudyWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.failure.ApplicationFailure;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a study's workflows say of themselves, told to whoever watches. */
final class Following {
    private final WorkflowClient client;
    private final ProgressSink progress;
    private String told = "";
    /** Runs that need not be asked again. */
    private final Set<String> finished = new HashSet<>();

    Following(WorkflowClient client, ProgressSink progress) {
        this.client = client;
        this.progress = progress;
    }

    /** One look. What does not answer yet is told at the next. */
    void look(StudyWorkflow workflow) {
        try {
            StudyStatus status = workflow.status();
            String error = status.state().equals("waiting-for-operator") ? status.lastError() : "";
            if (!error.equals(told)) {
                progress.note(error.isEmpty() ? "the study goes on" : "the study waits for an operator: " + error);
                told = error;
            }
            // runs of earlier waves are done, but for those that wait for an operator
            int index = 0;
            while (index < status.runs() && lookAtRun(status.study().runWorkflowId(index))) {
                index++;
            }
            if (status.stage().equals("fit") || status.stage().equals("report")) {
                progress.update(status.stage(), 0, 1, "");
            }
        } catch (WorkflowServiceException | io.temporal.client.WorkflowNotFoundException notYet) {
            // a run that has not begun, or a service that does not answer now: the next look tells
        } catch (WorkflowException noWorker) {
            // a query needs a worker: none polls now
        }
    }

    /** Returns whether this run has begun; if not, those after it have not either. */
    private boolean lookAtRun(String id) {
        if (finished.contains(id)) {
            return true;
        }
        RunStatus run;
        try {
            run = client.newWorkflowStub(RunWorkflow.class, id).status();
        } catch (WorkflowServiceException | io.temporal.client.WorkflowNotFoundException notYet) {
            return false;
        }
        RunProgress at = run.progress();
        if (!run.point().isEmpty()) {
            progress.update("train " + run.point(), at.step(), run.lastStep(), at.committed() + " checkpoints");
            progress.update("observe " + run.point(), at.observed(), run.observations(), "");
        }
        if (run.state().equals("done")) {
            finished.add(id);
        }
        return true;
    }

    /** A workflow's failure with the code of the stage that failed. */
    static OnsetException coded(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OnsetException coded) {
                return coded;
            }
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
}
