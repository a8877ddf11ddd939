package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.Milestone;
import dev.onset.contracts.StudyResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a study asks for when a run reaches a milestone is done once, while training goes on. */
final class MilestoneTest extends StudyTestCase {
    @Test
    @Recorded
    void theRunIsReadOfGaplessCheckpoints_oneReadingAtATime_toTheLast() {
        FakeStages stages = new FakeStages(1, 9, 3, 4);
        stages.milestoneAt.set(5);
        StudyWorkflow study = start(stages, true);
        result(study);
        List<String> readings =
                stages.log.stream().filter(line -> line.startsWith("read ")).toList();
        int from = 0;
        for (String reading : readings) {
            assertThat(reading).matches("read " + from + "\\.\\.[0-9]+"); // each goes on from the last
            int to = Integer.parseInt(reading.substring(reading.indexOf("..") + 2));
            for (int checkpoint = from; checkpoint < to; checkpoint++) {
                for (int shard = 0; shard < 3; shard++) {
                    assertThat(stages.log.indexOf("run 0 observe " + checkpoint + "/" + shard))
                            .isBetween(0, stages.log.indexOf(reading));
                }
            }
            from = to;
        }
        assertThat(from).isEqualTo(9);
        assertThat(attribute(Visibility.PHASE)).isEqualTo("phase 2");
        assertThat(study.why()).anyMatch(line -> line.equals("phase 2 showed at step 4: it has turned"));
    }

    @Test
    @Recorded
    void theMilestone_isTold_andACheckpointIsKept_whileTrainingGoesOn() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 3);
        stages.milestoneAt.set(2);
        stages.orders.set(new Milestone.Orders(true, true, 0, 0));
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        eventually(() -> "phase 2".equals(attribute(Visibility.PHASE)));
        eventually(() -> stages.log.contains("notice of step 1"));
        assertThat(study.status().state()).isEqualTo("running");
        stages.holdSegment.set(false);
        result(study);
        assertThat(stages.log.stream().filter(line -> line.startsWith("notice")))
                .hasSize(1);
        assertThat(study.why()).contains("told");
    }

    @Test
    @Recorded
    void aNoticeThatNobodyTakes_harmsNothing() {
        FakeStages stages = new FakeStages(1, 4, 1, 2);
        stages.milestoneAt.set(3);
        stages.orders.set(new Milestone.Orders(true, false, 0, 0));
        stages.failNotice.add("STORE_UNAVAILABLE");
        StudyWorkflow study = start(stages, true);
        result(study);
        assertThat(study.why()).contains("nobody could be told of phase 2: nobody answers");
    }

    @Test
    @Recorded
    void theMilestone_extendsTheStudyOnce_whereItAsksForThat() {
        FakeStages stages = new FakeStages(1, 4, 1, 2);
        stages.milestoneAt.set(3);
        stages.orders.set(new Milestone.Orders(false, false, 500, 0));
        StudyResult result = result(start(stages, true));
        assertThat(result.study().fingerprint()).startsWith("e");
        assertThat(stages.log.stream().filter(line -> line.equals("extend to 500")))
                .hasSize(1);
    }

    @Test
    @Recorded
    void theMilestone_endsTheStudyEarly_whereItAsksForThat_andNoFitOfTheLongStudyIsMade() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 3);
        stages.milestoneAt.set(2);
        stages.orders.set(new Milestone.Orders(false, false, 0, 2));
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("shorten to 2"));
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        stages.holdSegment.set(false);
        StudyResult result = result(study);
        assertThat(result.study().fingerprint()).startsWith("s");
        assertThat(stages.log.stream().filter(line -> line.equals("fit"))).hasSize(1);
        assertThat(stages.log.stream().filter(line -> line.equals("shorten to 2")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6})
    void aMilestoneThatShowsLate_endsTheStudyEarlyAllTheSame(int at) {
        FakeStages stages = new FakeStages(2, 6, 2, 6);
        stages.milestoneAt.set(at);
        stages.orders.set(new Milestone.Orders(false, false, 0, 3));
        StudyResult result = result(start(stages, false));
        assertThat(result.study().fingerprint()).startsWith("s");
        assertThat(stages.log.stream().filter(line -> line.equals("shorten to 3")))
                .hasSize(1);
    }

    @Test
    @Recorded
    void anOperatorsExtension_isNotCutByTheMilestone() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 3);
        stages.milestoneAt.set(6);
        stages.orders.set(new Milestone.Orders(false, false, 0, 2));
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        String longer = study.extendTo(9_000, "it has not converged");
        stages.holdSegment.set(false);
        assertThat(result(study).study().fingerprint()).isEqualTo(longer);
        assertThat(stages.log).doesNotContain("shorten to 2");
        assertThat(study.why()).contains("goes on past step 2: an operator extended it");
    }
}
