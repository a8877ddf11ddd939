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
    /** What a study asks of its runs. */
    enum Action {
        PAUSE,
        RESUME,
        RETRY,
        CHECKPOINT,
        /** Commit and end where it is: the study ends earlier than it was planned. */
        STOP,
        /** End where nothing but an operator is waited for: the study continues as new and has to leave no run behind. */
        LEAVE
    }

    @WorkflowMethod
    RunResult run(RunRequest request);

    /**
     * A hint from the training activity that more checkpoints are durable; the segment's result reconciles.
     *
     * @param committed checkpoints of the schedule that are durable, counted from the first
     * @param step the newest step
     * @param digest start of the digest of the newest committed checkpoint; empty before the first
     */
    @SignalMethod(description = "More checkpoints are durable (sent by the training activity)")
    void checkpointsCommitted(int committed, long step, String digest);

    /**
     * The study's operator asks; what does not apply now is passed over.
     *
     * @param action name of an {@link Action}
     */
    @SignalMethod(description = "PAUSE, RESUME, RETRY, CHECKPOINT, STOP or LEAVE (sent by the study)")
    void operate(String action, String reason);

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

    @UpdateMethod(description = "Commit now, outside the schedule and the report. Argument: a reason")
    void checkpointNow(String reason);

    @UpdateValidatorMethod(updateName = "checkpointNow")
    void validateCheckpointNow(String reason);
}
