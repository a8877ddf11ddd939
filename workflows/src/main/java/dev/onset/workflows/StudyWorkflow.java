package dev.onset.workflows;

import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import dev.onset.contracts.StudyStatus;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A study: plan, its runs in waves, fit, report. */
@WorkflowInterface
public interface StudyWorkflow {
    @WorkflowMethod
    StudyResult study(StudyRequest request);

    /**
     * Sent by a run when it begins or ceases to wait for an operator, so that the others need not wait for it.
     *
     * @param index of the run
     */
    @SignalMethod(description = "A run waits for an operator, or no longer does (sent by the run)")
    void runWaits(int index, boolean waiting);

    @QueryMethod(description = "What the study is doing now")
    StudyStatus status();

    @UpdateMethod(description = "Try the failed stage again; only while the study waits for an operator")
    void retry(String reason);

    @UpdateValidatorMethod(updateName = "retry")
    void validateRetry(String reason);
}
