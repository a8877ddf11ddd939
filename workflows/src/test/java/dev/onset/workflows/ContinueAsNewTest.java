package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StudyResult;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Histories stay short, and nothing is lost from one execution to the next. */
final class ContinueAsNewTest extends StudyTestCase {
    @Test
    @Recorded
    void aRunThatContinuesAsNew_hearsItsStudyAllTheSame() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 40, 1, 1);
        stages.millis.set(20);
        StudyWorkflow study = start(stages, true, 60, Optional.empty());
        eventually(this::hasContinued);
        study.pause("machine is wanted");
        eventually(() -> runState(0).equals("paused"));
        Thread.sleep(300); // what was under way ends
        int linesWhilePaused = stages.log.size();
        Thread.sleep(500);
        assertThat(stages.log).hasSize(linesWhilePaused);
        study.resume();
        StudyResult result = result(study);
        assertThat(result.tally().checkpointsComputed()).isEqualTo(40);
        assertThat(result.tally().observationsComputed()).isEqualTo(40);
        assertThat(stages.log.stream().filter(line -> line.contains("observe")).distinct())
                .hasSize(40);
    }

    @Test
    @Recorded
    void whatWaitsForAnOperator_goesAlongWhenTheRunContinuesAsNew_andHoldsUpNoTraining() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 30, 1, 1);
        stages.failObserve.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true, 60, Optional.empty());
        // the parked observation is tried again by the next execution, where it does not fail any more
        StudyResult result = result(study);
        assertThat(result.tally().observationsComputed()).isEqualTo(30);
        assertThat(stages.log.stream().filter(line -> line.contains("observe")).distinct())
                .hasSize(30); // each one, not as many
        assertThat(study.status().state()).isEqualTo("done");
    }

    /** Whether the run has continued as new. */
    private boolean hasContinued() {
        return Histories.executions(client(), STUDY.runWorkflowId(0)).size() > 1;
    }
}
