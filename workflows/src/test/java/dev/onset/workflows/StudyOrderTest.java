package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ObservablePlan;
import dev.onset.contracts.StageTally;
import dev.onset.contracts.StudyResult;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes after what, and what is asked for only once. */
final class StudyOrderTest extends StudyTestCase {
    @Test
    @Recorded
    void everyShardOfEveryCheckpointIsObservedOnce_thenFitThenReport() {
        FakeStages stages = new FakeStages(3, 5, 4, 2);
        StudyResult result = result(start(stages, false));
        assertThat(stages.log.stream().filter(line -> line.contains("observe")))
                .hasSize(3 * 5 * 4)
                .doesNotHaveDuplicates();
        assertThat(stages.log.subList(stages.log.size() - 2, stages.log.size())).containsExactly("fit", "report");
        assertThat(result.tally()).isEqualTo(new StageTally(0, 15, 0, 60, 0));
    }

    @Test
    void observationBeginsWhileTheSegmentThatCommittedStillRuns() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 3, 1, 3);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, false);
        eventually(() -> stages.log.contains("run 0 observe 0/0"));
        assertThat(stages.durable.get()).as("the segment has not returned").isZero();
        stages.holdSegment.set(false);
        result(study);
    }

    @Test
    void lostHintsAreReconciledByTheSegmentsResult() {
        FakeStages stages = new FakeStages(1, 4, 2, 2);
        stages.signal.set(false);
        result(start(stages, false));
        assertThat(stages.log.stream().filter(line -> line.contains("observe"))).hasSize(8);
    }

    @Test
    void observationsOfAStudyThatAsksForAGpu_waitForWorkersThatHaveOne() {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.observables.set(List.of(new ObservablePlan("observations", 1, FakeStages.pinned(Queues.OBSERVE_GPU))));
        result(start(stages, true));
        List<String> queues = client().fetchHistory(STUDY.runWorkflowId(0)).getEvents().stream()
                .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
                .filter(scheduled -> scheduled.getActivityType().getName().equals("Observe"))
                .map(scheduled -> scheduled.getTaskQueue().getName())
                .toList();
        assertThat(queues).hasSize(2).containsOnly(Queues.OBSERVE_GPU);
    }

    @Test
    @Recorded
    void aStageThatFailsForGoodFailsTheStudyWithItsOwnCode_whereNobodyCanAct() {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.failObserve.add("STORE_MISSING");
        StudyWorkflow study = start(stages, false);
        assertThatThrownBy(() -> result(study))
                .isInstanceOf(WorkflowException.class)
                .rootCause()
                .satisfies(cause ->
                        assertThat(((ApplicationFailure) cause).getType()).isEqualTo("STORE_MISSING"));
    }

    @Test
    void searchAttributesSayStageStateAndFailure_withNoQueryAnswered() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.failFit.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> "waiting-for-operator".equals(attribute(Visibility.STATE)));
        assertThat(attribute(Visibility.STAGE)).isEqualTo("fit");
        assertThat(attribute(Visibility.FAILURE)).isEqualTo("DATA_INVALID");
        study.retry("mended");
        result(study);
        assertThat(attribute(Visibility.STATE)).isEqualTo("done");
        assertThat(attribute(Visibility.FAILURE)).isEmpty();
    }

    @Test
    void whereARunStarts_isSaidInItsDetails_unlessAtStep0() {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.origin.set("step 300 of study parent");
        result(start(stages, true));
        assertThat(details()).contains("Starts from step 300 of study parent");
    }

    @Test
    void aRunThatStartsAtStep0_saysNothingOfIt() {
        result(start(new FakeStages(1, 2, 1, 2), true));
        assertThat(details()).contains("run point-0").doesNotContain("Starts from");
    }

    private String details() {
        return client().newUntypedWorkflowStub(STUDY.runWorkflowId(0))
                .query("__temporal_workflow_metadata", WorkflowMetadata.class)
                .getCurrentDetails();
    }

    @Test
    void operatorRequestsThatMakeNoSenseNowAreRefused() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> runState(0).equals("running"));
        assertThatThrownBy(() -> study.retry("no reason")).isInstanceOf(WorkflowUpdateException.class);
        assertThatThrownBy(() -> run(0).resume()).isInstanceOf(WorkflowUpdateException.class);
        assertThatThrownBy(() -> run(0).retry("no reason")).isInstanceOf(WorkflowUpdateException.class);
        stages.holdSegment.set(false);
        result(study);
    }
}
