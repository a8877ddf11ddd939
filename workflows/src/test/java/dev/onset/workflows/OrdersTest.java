package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowUpdateException;
import org.junit.jupiter.api.Test;

/** A run hears what its study is asked, at whatever moment. */
final class OrdersTest extends StudyTestCase {
    @Test
    @Recorded
    void pauseAsksTheSegmentToCommitAndReturn_andStartsNothingUntilResumed() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, false);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        run(0).pause("machine is wanted");
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        eventually(() -> runState(0).equals("paused"));
        int linesWhilePaused = stages.log.size();
        Thread.sleep(500);
        assertThat(stages.log).hasSize(linesWhilePaused);
        assertThat(stages.log).doesNotContain("run 0 train from 2");
        stages.holdSegment.set(false);
        run(0).resume();
        assertThat(result(study).tally().checkpointsComputed()).isEqualTo(6);
    }

    @Test
    @Recorded
    void theStudysPause_pausesItsRuns_andStartsNoFurtherStageUntilResumed() throws InterruptedException {
        FakeStages stages = new FakeStages(3, 4, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.stream()
                        .filter(line -> line.contains("train from 0"))
                        .count()
                == 2);
        study.pause("the machine is wanted");
        eventually(() -> runState(0).equals("paused") && runState(1).equals("paused"));
        assertThat(study.status().state()).isEqualTo("paused");
        assertThatThrownBy(() -> study.pause("again")).isInstanceOf(WorkflowUpdateException.class);
        stages.holdSegment.set(false);
        Thread.sleep(500);
        assertThat(stages.log).doesNotContain("fit").noneMatch(line -> line.startsWith("run 2"));
        study.resume();
        assertThat(result(study).tally().checkpointsComputed()).isEqualTo(12);
    }

    @Test
    @Recorded
    void checkpointNow_endsTheSegmentAtACommit_andTrainingGoesOn() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        study.checkpointNow("before the outage");
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        stages.holdSegment.set(false);
        assertThat(result(study).tally().checkpointsComputed()).isEqualTo(6);
    }
}
