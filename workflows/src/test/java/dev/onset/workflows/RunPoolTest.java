package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.StudyRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** So many runs at a time, and each gets its turn. */
final class RunPoolTest extends StudyTestCase {
    /** Whether the next run to begin fails before it does anything. */
    private final AtomicBoolean failWhole = new AtomicBoolean();

    @Override
    WorkerFactoryOptions workerOptions() {
        return WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new WorkerInterceptorBase() {
                    @Override
                    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
                        return new WorkflowInboundCallsInterceptorBase(next) {
                            @Override
                            public WorkflowOutput execute(WorkflowInput input) {
                                boolean run =
                                        Workflow.getInfo().getWorkflowType().equals("RunWorkflow");
                                if (run && failWhole.getAndSet(false)) {
                                    throw ApplicationFailure.newNonRetryableFailure("too large", "PAYLOAD_TOO_LARGE");
                                }
                                return super.execute(input);
                            }
                        };
                    }
                })
                .build();
    }

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
        assertThat(finished(stages)).as("runs observed to their end").isEqualTo(4);
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
        assertThat(waiting).as("one of the first two").hasSize(1).allMatch(index -> index < 2);
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

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void neverMoreRunsThanThePlanSays_andNoFewerWhileThereAreMore(int runsAtOnce) {
        FakeStages stages = new FakeStages(12, 2, 1, 2);
        stages.runsAtOnce.set(runsAtOnce);
        stages.millis.set(150);
        result(start(stages, false));
        assertThat(stages.mostTraining.get()).isEqualTo(runsAtOnce);
        assertThat(finished(stages)).isEqualTo(12);
    }

    @Test
    @Recorded
    void aLongRunHoldsUpNoOther_forTheNextBeginsWhenAnyEnds() throws InterruptedException {
        FakeStages stages = new FakeStages(7, 2, 1, 2);
        stages.holdRuns.add(0);
        StudyWorkflow study = start(stages, false);
        eventually(() -> study.status().finishedRuns() == 6);
        assertThat(study.status().activeRuns()).isEqualTo(1);
        assertThat(stages.mostTraining.get()).isEqualTo(2);
        stages.holdRuns.clear();
        assertThat(result(study).tally().checkpointsComputed()).isEqualTo(14);
    }

    @Test
    @Recorded
    void aParkedRunFreesItsPlace_evenTheOnlyOne() throws InterruptedException {
        FakeStages stages = new FakeStages(3, 2, 1, 2);
        stages.runsAtOnce.set(1);
        stages.failObserve.add("MODEL_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().finishedRuns() == 2);
        assertThat(study.status().waitingRuns()).isEqualTo(1);
        assertThat(study.status().activeRuns()).isZero();
        assertThat(runState(0)).isEqualTo("waiting-for-operator");
        assertThat(stages.mostTraining.get()).isEqualTo(1);
        study.retry("model mended");
        result(study);
        assertThat(finished(stages)).isEqualTo(3);
    }

    @Test
    void aRunThatFailsAsAWhole_waitsForAnOperator_andHoldsUpNoOther() throws InterruptedException {
        FakeStages stages = new FakeStages(3, 2, 1, 2);
        stages.runsAtOnce.set(1);
        failWhole.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().finishedRuns() == 2);
        assertThat(study.status().state()).isEqualTo("waiting-for-operator");
        assertThat(study.status().lastError()).contains("run 0 failed: PAYLOAD_TOO_LARGE", "Next: ");
        study.retry("it was a mistake");
        result(study);
        assertThat(finished(stages)).isEqualTo(3);
    }

    /** Runs both of whose checkpoints were observed. */
    private static long finished(FakeStages stages) {
        return IntStream.range(0, stages.runs)
                .filter(run -> stages.log.contains("run " + run + " observe 0/0")
                        && stages.log.contains("run " + run + " observe 1/0"))
                .count();
    }
}
