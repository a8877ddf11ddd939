package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ObservablePlan;
import dev.onset.contracts.ReasonPage;
import dev.onset.contracts.StageTally;
import dev.onset.contracts.StudyResult;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Histories stay short, and nothing is lost from one execution to the next. */
final class ContinueAsNewTest extends StudyTestCase {
    private static final int PAYLOAD = 64 << 10;

    @Test
    @Recorded
    void aRunThatContinuesAsNew_hearsItsStudyAllTheSame() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 40, 1, 1);
        stages.millis.set(20);
        StudyWorkflow study = start(stages, true, 60, Optional.empty());
        eventually(this::hasContinued);
        // held, since the test service loses the end of an activity that ends as it is asked to
        stages.holdSegment.set(true);
        Thread.sleep(200);
        study.pause("machine is wanted");
        eventually(() -> runState(0).equals("paused"));
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        Thread.sleep(300); // what was under way ends
        stages.holdSegment.set(false);
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
    void aRunThatContinuesAsNew_keepsItsPlan_byWhichItsObservationsAreCounted() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 40, 2, 1);
        StudyWorkflow study = start(stages, true, 60, Optional.empty());
        eventually(() -> stages.log.contains("run 0 train from 0"));
        stages.observables.set(List.of(new ObservablePlan("others", 3, FakeStages.pinned(Queues.OBSERVE))));
        assertThat(result(study).tally().observationsComputed()).isEqualTo(80);
        assertThat(hasContinued()).isTrue();
        assertThat(stages.log).noneMatch(line -> line.contains("others"));
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

    @Test
    void aStudyOfAThousandRuns_continuesAsNew_andStaysSmall() {
        FakeStages stages = new FakeStages(1_000, 1, 1, 1);
        stages.runsAtOnce.set(20);
        StudyWorkflow study = start(stages, true, 1_500, Optional.empty());
        StudyResult result = within(Duration.ofMinutes(5), study);
        assertThat(result.tally()).isEqualTo(new StageTally(0, 1_000, 0, 1_000, 0));
        assertThat(stages.log).doesNotHaveDuplicates();
        List<WorkflowExecutionHistory> executions = Histories.executions(client(), STUDY.workflowId());
        assertThat(executions).hasSizeGreaterThan(2);
        assertThat(executions)
                .allSatisfy(history -> assertThat(history.getEvents()).hasSizeLessThan(1_500 + 20 * 20));
        assertThat(executions.stream()
                        .flatMap(history -> history.getEvents().stream())
                        .mapToInt(HistoryEvent::getSerializedSize))
                .allMatch(size -> size < PAYLOAD);
        assertThat(study.status().finishedRuns()).isEqualTo(1_000);
        ReasonPage last = study.whyFrom(1_000);
        assertThat(last.total()).isEqualTo(1_002);
        assertThat(last.lines()).hasSize(2).last().asString().startsWith("report: computed");
        assertThat(study.why()).last().isEqualTo(last.lines().get(1));
        assertThat(attribute(Visibility.STUDY))
                .as("kept by its search attributes")
                .isEqualTo("demo");
    }

    @Test
    @Recorded
    void aParkedRunIsLeftAndCarriedOver_untilAnOperatorHasItTriedAgain() throws InterruptedException {
        FakeStages stages = new FakeStages(12, 1, 1, 1);
        stages.failObserve.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true, 100, Optional.empty());
        eventually(() -> study.status().finishedRuns() == 11 && study.status().waitingRuns() == 1);
        assertThat(Histories.executions(client(), STUDY.workflowId())).hasSizeGreaterThan(1);
        assertThat(study.status().state()).isEqualTo("waiting-for-operator");
        assertThat(study.status().lastError()).contains("DATA_INVALID", "observation is bad", "Next: ");
        assertThat(attribute(Visibility.FAILURE)).isEqualTo("DATA_INVALID");
        assertThat(stages.log.stream().filter(line -> line.contains("observe"))).hasSize(11);
        study.retry("mended");
        StudyResult result = result(study);
        assertThat(result.tally())
                .as("what the run did before it was left is not counted twice")
                .isEqualTo(new StageTally(0, 12, 0, 12, 0));
        assertThat(study.status().lastError()).isEmpty();
    }

    @Test
    @Recorded
    void aFailureWhereNobodyCanAct_isSaidByTheExecutionThatEndsTheStudy() {
        FakeStages stages = new FakeStages(30, 1, 1, 1);
        stages.failObserve.add("MODEL_INVALID");
        StudyWorkflow study = start(stages, false, 100, Optional.empty());
        assertThatThrownBy(() -> result(study))
                .hasStackTraceContaining("observation is bad; 1 of 30 runs failed, the others are done")
                .rootCause()
                .satisfies(cause ->
                        assertThat(((ApplicationFailure) cause).getType()).isEqualTo("MODEL_INVALID"));
        assertThat(Histories.executions(client(), STUDY.workflowId())).hasSizeGreaterThan(1);
    }

    @Test
    @Recorded
    void aPauseAndARevision_goAlongWhenTheStudyContinuesAsNew() throws InterruptedException {
        FakeStages stages = new FakeStages(16, 1, 1, 1);
        stages.millis.set(150);
        StudyWorkflow study = start(stages, true, 100, Optional.empty());
        eventually(() -> study.status().finishedRuns() >= 1);
        String longer = study.extendTo(9_000, "it has not converged");
        StudyResult result = result(study);
        assertThat(result.study().fingerprint()).isEqualTo(longer);
        assertThat(Histories.executions(client(), STUDY.workflowId())).hasSizeGreaterThan(1);
        assertThat(result.tally().checkpointsComputed()).isEqualTo(2 * 16);
        assertThat(stages.log).filteredOn(line -> line.equals("fit")).hasSize(2);
    }

    /** Whether the run has continued as new. */
}
