package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.Milestone;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run hears what its study is asked between the moment it is started and the moment it can be told. */
final class OrdersAtStartTest extends StudyTestCase {
    private static final Duration UNKNOWN = Duration.ofSeconds(2);

    /** Runs are known to their study a while after they have begun. */
    @Override
    WorkerFactoryOptions workerOptions() {
        return WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new WorkerInterceptorBase() {
                    @Override
                    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
                        return new WorkflowInboundCallsInterceptorBase(next) {
                            @Override
                            public void init(WorkflowOutboundCallsInterceptor outbound) {
                                super.init(new Late(outbound));
                            }
                        };
                    }
                })
                .build();
    }

    private static final class Late extends WorkflowOutboundCallsInterceptorBase {
        Late(WorkflowOutboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public <R> ChildWorkflowOutput<R> executeChildWorkflow(ChildWorkflowInput<R> input) {
            ChildWorkflowOutput<R> output = super.executeChildWorkflow(input);
            Promise<WorkflowExecution> late =
                    Workflow.newTimer(UNKNOWN).thenCompose(nothing -> output.getWorkflowExecution());
            return new ChildWorkflowOutput<>(output.getResult(), late);
        }
    }

    /** The orders that a run was given, with the reason of one that came before it could be told. */
    private long lateOrders(String action) {
        return client().fetchHistory(STUDY.runWorkflowId(0)).getEvents().stream()
                .filter(HistoryEvent::hasWorkflowExecutionSignaledEventAttributes)
                .map(event ->
                        event.getWorkflowExecutionSignaledEventAttributes().toString())
                .filter(text -> text.contains(action) && text.contains("the study was told while the run began"))
                .count();
    }

    @Test
    void aPauseAtStart_isHeard_andSoIsTheEndOfIt() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        study.pause("machine is wanted");
        assertThat(runState(0)).as("it cannot be told yet").isEqualTo("running");
        eventually(() -> runState(0).equals("paused"));
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        assertThat(lateOrders("PAUSE")).isEqualTo(1);
        stages.holdSegment.set(false);
        study.resume();
        assertThat(result(study).tally().checkpointsComputed()).isEqualTo(6);
    }

    @Test
    void aPauseThatEndsBeforeTheRunCouldBeTold_isNone() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 2);
        StudyWorkflow study = start(stages, true);
        eventually(() -> !runState(0).isEmpty());
        study.pause("machine is wanted");
        study.resume();
        result(study);
        assertThat(lateOrders("PAUSE")).isZero();
    }

    @Test
    void aCheckpointThatIsWantedAtStart_isMade() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        study.checkpointNow("before the outage");
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        assertThat(lateOrders("CHECKPOINT")).isEqualTo(1);
        stages.holdSegment.set(false);
        result(study);
    }

    @Test
    void theEndOfTheStudyAtStart_isHeard() throws InterruptedException {
        FakeStages stages = new FakeStages(2, 6, 1, 2);
        stages.holdSegment.set(true);
        stages.milestoneAt.set(2);
        stages.orders.set(new Milestone.Orders(false, false, 0, 2));
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("shorten to 2"));
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        stages.holdSegment.set(false);
        assertThat(result(study).study().fingerprint()).startsWith("s");
        assertThat(lateOrders("STOP")).isEqualTo(1);
    }

    @Test
    void aRunThatWaitsForAnOperatorBeforeItCanBeTold_leavesAStudyThatContinuesAsNew() throws InterruptedException {
        FakeStages stages = new FakeStages(30, 1, 1, 1);
        stages.runsAtOnce.set(29);
        stages.failObserve.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true, 100, Optional.empty());
        eventually(() -> study.status().finishedRuns() == 29 && study.status().waitingRuns() == 1);
        eventually(() -> Histories.executions(client(), STUDY.workflowId()).size() > 1);
        study.retry("mended");
        assertThat(result(study).tally().observationsComputed()).isEqualTo(30);
    }
}
