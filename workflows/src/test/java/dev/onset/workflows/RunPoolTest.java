package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.Milestone;
import dev.onset.contracts.RunProgress;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.RunRequest;
import dev.onset.contracts.StudyRequest;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** So many runs at a time, and each gets its turn. */
final class RunPoolTest extends StudyTestCase {
    /** The run that fails, once, before it does anything; negative: none. */
    private final AtomicInteger failWhole = new AtomicInteger(-1);

    @Override
    WorkerFactoryOptions workerOptions() {
        return WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new WorkerInterceptorBase() {
                    @Override
                    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
                        return new WorkflowInboundCallsInterceptorBase(next) {
                            @Override
                            public WorkflowOutput execute(WorkflowInput input) {
                                int fails = failWhole.get();
                                if (fails >= 0
                                        && Workflow.getInfo().getWorkflowId().equals(STUDY.runWorkflowId(fails))
                                        && failWhole.compareAndSet(fails, -1)) {
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
        failWhole.set(0);
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().finishedRuns() == 2);
        assertThat(study.status().state()).isEqualTo("waiting-for-operator");
        assertThat(study.status().lastError()).contains("run 0 failed: PAYLOAD_TOO_LARGE", "Next: ");
        study.retry("it was a mistake");
        result(study);
        assertThat(finished(stages)).isEqualTo(3);
    }

    /** A run that an earlier execution of the study has left behind. */
    private void leftBehind(int index) {
        RunWorkflow run = client().newWorkflowStub(
                        RunWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(Queues.WORKFLOWS)
                                .setWorkflowId(STUDY.runWorkflowId(index))
                                .build());
        WorkflowClient.start(
                run::run, new RunRequest(new RunRef(STUDY, index), true, 100, 0, 0, false, RunProgress.start(false)));
    }

    private static StudyRequest request(int mostEvents) {
        return new StudyRequest(
                STUDY, true, 100, mostEvents, 0, "two-phase", "digits", Optional.empty(), Optional.empty());
    }

    private static long times(FakeStages stages, String line) {
        return stages.log.stream().filter(line::equals).count();
    }

    @Test
    void aStudyThatEndsEarly_startsNoRunThatWaitedForItsEarlierExecution() throws InterruptedException {
        FakeStages stages = new FakeStages(2, 6, 1, 6);
        stages.milestoneAt.set(2);
        stages.orders.set(new Milestone.Orders(false, false, 0, 2));
        stages.holdRuns.addAll(List.of(0, 1));
        serve(stages, true);
        leftBehind(1);
        eventually(() -> stages.log.contains("run 1 train from 0"));
        StudyWorkflow study = start(request(0));
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        eventually(() -> stages.log.contains("run 1 asked to commit and return"));
        stages.holdRuns.clear();
        assertThat(result(study).study().fingerprint()).startsWith("s");
        assertThat(times(stages, "run 1 train from 0"))
                .as("once by the earlier execution, once by the shorter study")
                .isEqualTo(2);
    }

    @Test
    void aRunThatFailedAsAWhole_isNotBegunAgainByAStudyThatEndsEarly_howeverItIsAsked() throws InterruptedException {
        FakeStages stages = new FakeStages(2, 6, 1, 3);
        stages.milestoneAt.set(2);
        stages.orders.set(new Milestone.Orders(false, false, 0, 2));
        stages.holdRuns.add(0);
        stages.holdCommit.set(true);
        failWhole.set(1);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        eventually(() -> study.status().waitingRuns() == 1);
        study.retry("it was a mistake");
        Thread.sleep(500);
        assertThat(stages.log).doesNotContain("run 1 train from 0");
        stages.holdRuns.clear();
        stages.holdCommit.set(false);
        assertThat(result(study).study().fingerprint()).startsWith("s");
        assertThat(times(stages, "run 1 train from 0")).isEqualTo(1);
    }

    @Test
    void aRetryWhileTheStudyIsAboutToContinueAsNew_isDoneByItsNextExecution() throws InterruptedException {
        FakeStages stages = new FakeStages(12, 1, 1, 1);
        stages.holdExtend.set(true);
        failWhole.set(0);
        StudyWorkflow study = start(stages, true, 100, Optional.empty());
        WorkflowStub.fromTyped(study)
                .startUpdate("extendTo", WorkflowUpdateStage.ACCEPTED, String.class, 9_000L, "it has not converged");
        eventually(() -> stages.log.contains("extend to 9000")); // it holds up the end of this execution
        eventually(() -> study.status().activeRuns() == 0 && study.status().finishedRuns() > 0);
        assertThat(study.status().finishedRuns()).as("runs are left over").isBetween(1, 10);
        study.retry("it was a mistake");
        Thread.sleep(500);
        assertThat(stages.log).doesNotContain("run 0 train from 0");
        stages.holdExtend.set(false);
        assertThat(result(study).tally().checkpointsComputed()).isEqualTo(2 * 12);
        assertThat(times(stages, "run 0 train from 0"))
                .as("by the study, and by the longer one")
                .isEqualTo(2);
    }

    @Test
    void aStudyAboutToContinueAsNew_startsNoRunThatWaitedForItsEarlierExecution() throws InterruptedException {
        FakeStages stages = new FakeStages(12, 1, 1, 1);
        stages.holdRuns.add(0);
        serve(stages, true);
        leftBehind(0);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        StudyWorkflow study = start(request(100));
        eventually(() -> study.status().activeRuns() == 1 && study.status().finishedRuns() > 3);
        Thread.sleep(500);
        assertThat(study.status().finishedRuns()).as("runs are left over").isLessThan(11);
        stages.holdRuns.clear();
        result(study);
        List<WorkflowExecutionHistory> executions = Histories.executions(client(), STUDY.workflowId());
        assertThat(executions).hasSizeGreaterThan(1);
        assertThat(startedRun0(executions.get(executions.size() - 1)))
                .as("by the oldest")
                .isFalse();
        assertThat(executions).as("by a later one").anyMatch(RunPoolTest::startedRun0);
    }

    @Test
    void aRunThatGoesOnBesideWhatWaitsForAnOperator_keepsItsPlace() throws InterruptedException {
        FakeStages stages = new FakeStages(6, 2, 1, 2);
        stages.holdSegment.set(true);
        stages.failObserve.addAll(Collections.nCopies(12, "STORE_UNAVAILABLE"));
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().waitingRuns() == 2);
        Thread.sleep(500);
        assertThat(study.status().activeRuns()).as("both train").isEqualTo(2);
        assertThat(stages.log).filteredOn(line -> line.contains("train")).hasSize(2);
        stages.holdSegment.set(false);
        eventually(() -> study.status().waitingRuns() == 6 && study.status().activeRuns() == 0);
        assertThat(stages.mostTraining.get()).isEqualTo(2);
        assertThat(study.status().finishedRuns()).isZero();
    }

    @Test
    @Recorded
    void runsThatAreTriedAgain_goOnSoManyAtATime() throws InterruptedException {
        FakeStages stages = new FakeStages(6, 1, 1, 1);
        stages.failObserve.addAll(Collections.nCopies(6, "STORE_UNAVAILABLE"));
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().waitingRuns() == 6 && study.status().activeRuns() == 0);
        stages.observeMillis.set(300);
        study.retry("the disk is larger");
        assertThat(result(study).tally().observationsComputed()).isEqualTo(6);
        assertThat(stages.mostObserved.get()).as("runs observed at a time").isEqualTo(2);
    }

    private static boolean startedRun0(WorkflowExecutionHistory execution) {
        return execution.getEvents().stream()
                .filter(HistoryEvent::hasChildWorkflowExecutionStartedEventAttributes)
                .map(event -> event.getChildWorkflowExecutionStartedEventAttributes()
                        .getWorkflowExecution()
                        .getWorkflowId())
                .anyMatch(STUDY.runWorkflowId(0)::equals);
    }

    /** Runs both of whose checkpoints were observed. */
    private static long finished(FakeStages stages) {
        return IntStream.range(0, stages.runs)
                .filter(run -> stages.log.contains("run " + run + " observe 0/0")
                        && stages.log.contains("run " + run + " observe 1/0"))
                .count();
    }
}
