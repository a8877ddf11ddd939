package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A cancelled study ends, whatever it waits for, after what it trains has committed. */
final class CancelTest extends StudyTestCase {
    @Test
    @Recorded
    void cancel_endsAStudyThatTrains_afterItsCommit() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        // the test service can lose the end of an activity that is cancelled as it ends
        eventually(() -> runState(0).equals("running") && observed(0) == 2);
        cancelled(study);
        assertThat(stages.log).contains("run 0 asked to commit and return");
    }

    @Test
    @Recorded
    void cancel_endsAPausedStudy() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        study.pause("machine is wanted");
        eventually(() -> runState(0).equals("paused"));
        cancelled(study);
    }

    @Test
    @Recorded
    void cancel_endsAParkedStudy_whateverWaits() throws InterruptedException {
        FakeStages stages = new FakeStages(2, 4, 1, 2);
        stages.failObserve.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().state().equals("waiting-for-operator"));
        // all but the one that waits, whichever run it belongs to
        eventually(() -> observed(0) + observed(1) == 7);
        cancelled(study);
    }

    @Test
    @Recorded
    void cancel_endsAStudyWhoseFitWaits() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.failFit.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() ->
                study.status().stage().equals("fit") && study.status().state().equals("waiting-for-operator"));
        cancelled(study);
    }
}
