package dev.onset.workflows;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.RerunStage;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest.Again;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.Logger;

/** What an operator may ask of a study, and when it makes no sense. */
final class StudyOperator {
    private static final Logger LOG = Workflow.getLogger(StudyOperator.class);

    private final StudyState state;
    private final StudyRevisions revisions;
    private final Runnable cut;

    /** @param cut ends fit and report, where they are under way */
    StudyOperator(StudyState state, StudyRevisions revisions, Runnable cut) {
        this.state = state;
        this.revisions = revisions;
        this.cut = cut;
    }

    void retry(String reason) {
        LOG.info("retry asked for: {}", reason);
        tryAgain(reason);
    }

    private void tryAgain(String reason) {
        state.gate.retry();
        state.pool().ifPresent(runs -> runs.retry(reason));
    }

    void validateRetry() {
        refuseIf(
                state.failure().filter(Waiting::isForOperator).isEmpty(),
                "nothing waits for an operator; the study's stage is " + state.stage());
    }

    void pause(String reason) {
        LOG.info("paused: {}", reason);
        state.pause(true);
        tellRuns(RunWorkflow.Action.PAUSE, reason);
    }

    void validatePause() {
        refuseIf(state.isDone(), "the study is done");
        refuseIf(state.isPaused(), "the study is already paused");
    }

    void resume() {
        state.pause(false);
        tellRuns(RunWorkflow.Action.RESUME, "the study was resumed");
    }

    void validateResume() {
        refuseIf(!state.isPaused(), "the study is not paused");
    }

    void rerunFrom(String from, String reason) {
        LOG.info("{} and what follows again: {}", from, reason);
        state.askAgain(new Again(RerunStage.valueOf(from), reason));
        tryAgain(reason);
    }

    void validateRerunFrom(String from) {
        refuseIf(state.isDone(), "the study is done; run it again with --from " + from.toLowerCase(Locale.ROOT));
        refuseIf(
                Arrays.stream(RerunStage.values())
                        .noneMatch(known -> known.name().equals(from)),
                "'" + from + "' is no stage that can be done again; OBSERVE, FIT and REPORT are");
    }

    String extendTo(long steps, String reason) {
        StudyRef longer = revisions.extend(state.study(), steps, reason);
        state.show();
        return longer.fingerprint();
    }

    void validateExtendTo(long steps) {
        refuseIf(state.isDone(), "the study is done; run it again with --set training.steps=" + steps);
        refuseIf(steps < 1, "steps is " + steps + "; it must exceed those of the study");
    }

    String repin(String stage, String reason) {
        revisions.repin(state.study(), stage, reason);
        String why = "stage " + stage + " is pinned anew";
        state.pool().ifPresent(runs -> runs.stop(why));
        cut.run();
        tryAgain(why); // what waits for an operator need not any more
        state.show();
        return why + " by the next worker that serves it, and whatever of it is there is computed again"
                + (stage.equals("train") ? ", all training from step 0 and all that follows from it" : "")
                + "; what was computed under the profile before stays in the store";
    }

    void validateRepin(String stage) {
        refuseIf(state.isDone(), "the study is done; run it again with --repin " + stage);
        refuseIf(stage == null || stage.isBlank(), "the stage is missing");
    }

    void checkpointNow(String reason) {
        tellRuns(RunWorkflow.Action.CHECKPOINT, reason);
    }

    void validateCheckpointNow() {
        refuseIf(
                state.pool().map(RunPool::isIdle).orElse(true),
                "no run is under way; the study's stage is " + state.stage());
    }

    private void tellRuns(RunWorkflow.Action action, String reason) {
        state.pool().ifPresent(runs -> runs.tell(action, reason));
    }

    private static void refuseIf(boolean senseless, String why) {
        if (senseless) {
            throw refused(why);
        }
    }

    static ApplicationFailure refused(String why) {
        return ApplicationFailure.newNonRetryableFailure(why, ErrorCode.STUDY_INVALID.name());
    }
}
