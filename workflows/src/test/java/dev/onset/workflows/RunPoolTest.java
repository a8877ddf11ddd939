package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.StudyRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** So many runs at a time, and each gets its turn. */
final class RunPoolTest extends StudyTestCase {
    @Test
    @Recorded
    void aRunThatFailsLeavesAllOthersToFinish_andTheStudyThenFailsWithItsCode() {
        FakeStages stages = new FakeStages(5, 2, 1, 2);
        stages.failObserve.add("MODEL_INVALID");
        StudyWorkflow study = start(stages, false);
        assertThatThrownBy(() -> result(study))
                .isInstanceOf(WorkflowException.class)
                .hasStackTraceContaining("1 of 5 runs failed, the others are done")
                .rootCause()
                .satisfies(cause ->
                        assertThat(((ApplicationFailure) cause).getType()).isEqualTo("MODEL_INVALID"));
        assertThat(finished(stages))
                .as("runs observed to their end, later waves included")
                .isEqualTo(4);
        assertThat(stages.log).doesNotContain("fit");
    }

    @Test
    @Recorded
    void aParkedRunHoldsUpNoOther_andRetryFinishesTheStudy() throws InterruptedException {
        FakeStages stages = new FakeStages(5, 2, 1, 2);
        stages.failObserve.add("MODEL_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().finishedRuns() == 4);
        assertThat(finished(stages)).isEqualTo(4);
        List<Integer> waiting = IntStream.range(0, 5)
                .filter(index -> runState(index).equals("waiting-for-operator"))
                .boxed()
                .toList();
        assertThat(waiting).as("one run of the first wave").hasSize(1).allMatch(index -> index < 2);
        assertThat(stages.log).doesNotContain("fit");
        run(waiting.get(0)).retry("model mended");
        result(study);
        assertThat(finished(stages)).isEqualTo(5);
    }

    @Test
    @Recorded
    void aRunOfAnEarlierExecution_hearsTheStudysOrders_andIsWaitedFor() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 4, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> runState(0).equals("running"));
        // terminated, the study leaves its run for a while; the next execution finds it there
        WorkflowStub.fromTyped(study).terminate("as an operator would");
        StudyWorkflow next = environment
                .getWorkflowClient()
                .newWorkflowStub(
                        StudyWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(Queues.WORKFLOWS)
                                .setWorkflowId(STUDY.workflowId())
                                .build());
        WorkflowClient.start(next::study, new StudyRequest(STUDY, true, 100, "two-phase", "digits", Optional.empty()));
        eventually(() -> next.why().stream().anyMatch(line -> line.contains("earlier execution is not over")));
        next.pause("machine is wanted");
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        next.resume();
        stages.holdSegment.set(false);
        result(next);
        assertThat(next.why().stream().filter(line -> line.contains("earlier execution is not over")))
                .hasSize(1);
    }

    /** Runs both of whose checkpoints were observed. */
    private static long finished(FakeStages stages) {
        return IntStream.range(0, stages.runs)
                .filter(run -> stages.log.contains("run " + run + " observe 0/0")
                        && stages.log.contains("run " + run + " observe 1/0"))
                .count();
    }
}
