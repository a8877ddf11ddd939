package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An operator may end one run of a study that goes on: it waits with a code of its own, and retry begins the run again. */
final class RunEndedTest extends StudyTestCase {
    /** One that is terminated is tried on a real server: the test service does not tell its parent. */
    @Test
    void runThatIsCancelledAlone_parksTheStudy_andRetryBeginsItAgain() throws InterruptedException {
        FakeStages stages = new FakeStages(2, 3, 1, 2);
        stages.failObserve.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().waitingRuns() == 1 && study.status().finishedRuns() == 1);
        int waiting = runState(0).equals("waiting-for-operator") ? 0 : 1;
        client().newUntypedWorkflowStub(STUDY.runWorkflowId(waiting)).cancel();
        eventually(() -> study.status().lastError().contains("was cancelled by itself"));
        assertThat(study.status().state()).isEqualTo("waiting-for-operator");
        assertThat(study.status().lastError()).contains("Next: 'retry' begins the run again");
        assertThat(attribute(Visibility.FAILURE)).isEqualTo("RUN_ENDED");
        study.retry("it was a mistake");
        result(study);
    }
}
