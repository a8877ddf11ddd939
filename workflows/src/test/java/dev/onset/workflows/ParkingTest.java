package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StudyStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails for good waits for an operator, who can have it tried again. */
final class ParkingTest extends StudyTestCase {
    @Test
    @Recorded
    void aStageThatFailsForGoodParksTheStudy_andRetryFinishesIt() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.failFit.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().state().equals("waiting-for-operator"));
        StudyStatus parked = study.status();
        assertThat(parked.stage()).isEqualTo("fit");
        assertThat(parked.lastError()).contains("DATA_INVALID", "the fit is bad", "Next: ");
        study.retry("column mended");
        result(study);
        assertThat(stages.log).contains("fit", "report");
    }

    @Test
    @Recorded
    void aParkedObservationIsRetriedAlone() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 3, 2, 3);
        stages.failObserve.add("MODEL_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> runState(0).equals("waiting-for-operator"));
        eventually(() ->
                stages.log.stream().filter(line -> line.contains("observe")).count() == 5);
        run(0).retry("model mended");
        result(study);
        assertThat(stages.log.stream().filter(line -> line.contains("observe")))
                .hasSize(6)
                .doesNotHaveDuplicates();
    }

    @Test
    @Recorded
    void aParkedRunParksItsStudy_andTheStudysRetryReachesIt() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 3, 1, 3);
        stages.failObserve.add("MODEL_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().state().equals("waiting-for-operator"));
        assertThat(study.status().lastError()).contains("run 0", "MODEL_INVALID", "Next: ");
        study.retry("model mended");
        result(study);
        assertThat(study.status().state()).isEqualTo("done");
        assertThat(study.status().lastError()).isEmpty();
    }

    @Test
    @Recorded
    void retryWhilePaused_startsNothing() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.failObserve.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().state().equals("waiting-for-operator"));
        study.pause("machine is wanted");
        eventually(() ->
                stages.log.stream().filter(line -> line.contains("observe")).count() == 1);
        study.retry("mended");
        Thread.sleep(500);
        assertThat(stages.log.stream().filter(line -> line.contains("observe"))).hasSize(1);
        study.resume();
        assertThat(result(study).tally().observationsComputed()).isEqualTo(2);
    }

    @ParameterizedTest
    @Recorded
    @ValueSource(strings = {"TRAINING_DIVERGED", "STORE_UNAVAILABLE"})
    void anAttemptThatFailsAfterItWasAskedToCommit_parksNothing(String code) throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 2);
        stages.holdSegment.set(true);
        stages.failHeld.add(code);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        study.pause("machine is wanted");
        eventually(() -> stages.log.contains("run 0 fails " + code));
        eventually(() -> runState(0).equals("paused"));
        assertThat(study.status().state()).isEqualTo("paused");
        stages.holdSegment.set(false);
        study.resume();
        assertThat(result(study).tally().checkpointsComputed()).isEqualTo(6);
    }
}
