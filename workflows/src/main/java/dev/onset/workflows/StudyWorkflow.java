package dev.onset.workflows;

import dev.onset.contracts.Reading;
import dev.onset.contracts.ReasonPage;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import dev.onset.contracts.StudyStatus;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** A study: plan, its runs, so many at a time, fit, report. */
@WorkflowInterface
public interface StudyWorkflow {
    @WorkflowMethod
    StudyResult study(StudyRequest request);

    /**
     * A run waits for an operator or a worker, or no longer does.
     *
     * @param code of its failure; empty when it goes on
     * @param error in words, with the next action
     * @param stuck whether nothing of the run goes on until an operator comes, nor would but for a pause
     */
    @SignalMethod(description = "A run waits for an operator or a worker, or goes on (sent by the run)")
    void runWaits(int index, String code, String error, boolean stuck);

    /**
     * A run tells that one of its stages is tried on another worker than the one that could not do it.
     *
     * @param error why, with its code; empty once that is over
     */
    @SignalMethod
    void runElsewhere(int index, String error);

    /** A run stands elsewhere than before, as far as it is observed. */
    @SignalMethod(description = "A run stands elsewhere than before (sent by the run)")
    void runRead(int index, Reading reading);

    @QueryMethod(description = "What the study is doing now")
    StudyStatus status();

    @QueryMethod(description = "How many runs it has, and how many go on at once")
    StudyPlan plan();

    @QueryMethod(description = "What each finished stage reused or computed, and why")
    List<String> why();

    @QueryMethod(
            description = "The same a page at a time. Argument: the number of the page's first line, 0 for the oldest")
    ReasonPage whyFrom(int line);

    @UpdateMethod(description = "Try the failed stage, or the failed stages of its runs, again. Argument: a reason")
    void retry(String reason);

    @UpdateValidatorMethod(updateName = "retry")
    void validateRetry(String reason);

    @UpdateMethod(description = "Commit, stop training and start nothing new until resumed. Argument: a reason")
    void pause(String reason);

    @UpdateValidatorMethod(updateName = "pause")
    void validatePause(String reason);

    @UpdateMethod(description = "Go on after a pause")
    void resume();

    @UpdateValidatorMethod(updateName = "resume")
    void validateResume();

    @UpdateMethod(
            description = "Do a stage and all after it again, whatever the store has."
                    + " Arguments: OBSERVE, FIT or REPORT; a reason")
    void rerunFrom(String stage, String reason);

    @UpdateValidatorMethod(updateName = "rerunFrom")
    void validateRerunFrom(String stage, String reason);

    @UpdateMethod(
            description = "Train longer: a recorded revision of the study. Arguments: steps in all; a reason."
                    + " Answers the revision's fingerprint")
    String extendTo(long steps, String reason);

    @UpdateValidatorMethod(updateName = "extendTo")
    void validateExtendTo(long steps, String reason);

    @UpdateMethod(
            description =
                    "Let a stage be pinned to the numeric profile of whichever worker is there, and compute again whatever"
                            + " of it is there. Arguments: train, fit or an observable's name; a reason. Answers what is done again")
    String repin(String stage, String reason);

    @UpdateValidatorMethod(updateName = "repin")
    void validateRepin(String stage, String reason);

    @UpdateMethod(
            description = "Commit every training run now, outside the schedule and the report. Argument: a reason")
    void checkpointNow(String reason);

    @UpdateValidatorMethod(updateName = "checkpointNow")
    void validateCheckpointNow(String reason);
}
