package dev.onset.workflows;

import dev.onset.contracts.RunRequest;
import dev.onset.contracts.RunResult;
import dev.onset.contracts.RunStatus;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One run: training segments one after another, and the observation of each checkpoint as soon as it is durable. */
@WorkflowInterface
public interface RunWorkflow {
    @WorkflowMethod
    RunResult run(RunRequest request);

    /**
     * A hint from the training activity that more checkpoints are durable; the segment's result reconciles.
     *
     * @param committed checkpoints of the schedule that are durable, counted from the first
     * @param step the newest durable step
     */
    @SignalMethod(description = "More checkpoints are durable (sent by the training activity)")
    void checkpointsCommitted(int committed, long step);

    @QueryMethod(description = "What the run is doing now")
    RunStatus status();

    @UpdateMethod(description = "Stop at the next commit and start nothing new until resumed")
    void pause(String reason);

    @UpdateValidatorMethod(updateName = "pause")
    void validatePause(String reason);

    @UpdateMethod(description = "Go on after a pause")
    void resume();

    @UpdateValidatorMethod(updateName = "resume")
    void validateResume();

    @UpdateMethod(description = "Try the failed stage again; only while the run waits for an operator")
    void retry(String reason);

    @UpdateValidatorMethod(updateName = "retry")
    void validateRetry(String reason);
}
