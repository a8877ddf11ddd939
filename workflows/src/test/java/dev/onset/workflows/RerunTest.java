package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.RerunStage;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import io.temporal.client.WorkflowUpdateException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Stages are done again, and studies go on longer, where an operator asks for it. */
final class RerunTest extends StudyTestCase {
    @Test
    @Recorded
    void rerunFromFit_whileParked_doesFitAndReportAgain_andNoRun() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.failFit.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().state().equals("waiting-for-operator"));
        assertThatThrownBy(() -> study.rerunFrom("TRAIN", "no such stage")).isInstanceOf(WorkflowUpdateException.class);
        study.rerunFrom("FIT", "column mended");
        result(study);
        assertThat(stages.log.stream().filter(line -> line.startsWith("fit"))).hasSize(2);
        assertThat(stages.log.stream().filter(line -> line.contains("observe"))).hasSize(2);
    }

    @Test
    @Recorded
    void rerunFrom_whileARunIsParked_triesItAgain_andTheEarlierOfTwoStagesStands() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.reuse.set(true);
        stages.failObserve.add("DATA_INVALID");
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().state().equals("waiting-for-operator"));
        study.rerunFrom("FIT", "the data column was mended");
        study.rerunFrom("REPORT", "another title");
        stages.holdSegment.set(false);
        result(study);
        assertThat(stages.log).contains("fit 2", "report 2");
    }

    @Test
    @Recorded
    void aFinishedStudyRunAgainFromFit_asksForTheNextGenerationOfFitAndReportAlone() {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.reuse.set(true);
        StudyWorkflow study = start(stages, true, Optional.of(new StudyRequest.Again(RerunStage.FIT, "another look")));
        result(study);
        assertThat(stages.log).contains("fit", "fit 2", "report", "report 2").noneMatch(line -> line.endsWith("0/0 2"));
        assertThat(study.why()).anyMatch(line -> line.startsWith("fit: computed"));
    }

    @Test
    @Recorded
    void runAgainFromObserve_asksForTheNextGenerationOfEveryObservation() {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.reuse.set(true);
        result(start(stages, true, Optional.of(new StudyRequest.Again(RerunStage.OBSERVE, "another evaluator"))));
        assertThat(stages.log).contains("run 0 observe 0/0", "run 0 observe 0/0 2", "run 0 observe 1/0 2", "fit 2");
    }

    @Test
    @Recorded
    void extendTo_runsTheRevisionAfterTheStudy_andAnswersItsFingerprint() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        assertThatThrownBy(() -> study.extendTo(0, "nothing")).isInstanceOf(WorkflowUpdateException.class);
        String revision = study.extendTo(9_000, "it has not converged");
        stages.holdSegment.set(false);
        StudyResult result = result(study);
        assertThat(result.study().fingerprint()).isEqualTo(revision).isNotEqualTo(STUDY.fingerprint());
        assertThat(stages.log).contains("extend to 9000");
        assertThat(stages.log.stream().filter(line -> line.equals("fit"))).hasSize(2);
    }
}
