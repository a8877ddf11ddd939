package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.StudyRequest;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Work goes to workers of the profile that a stage is pinned to; where there is none, it waits, and says so. */
class MissingWorkerTest extends StudyTestCase {
    private final FakeStages stages = new FakeStages(1, 4, 1, 4);

    private StudyWorkflow start() {
        stages.pinning.set(true);
        serve(stages, true);
        return start(new StudyRequest(STUDY, true, 100, "two-phase", "digits", Optional.empty()).withPatience(1));
    }

    /** A worker of another machine, of the profile of that tag. */
    private WorkerFactory come(FakeStages other, String tag, String... queues) {
        WorkerFactory factory = WorkerFactory.newInstance(client());
        for (String queue : queues) {
            String pinned = Queues.pinned(queue, tag);
            for (String served : List.of(pinned, Queues.presence(pinned))) {
                factory.newWorker(served, WorkerOptions.getDefaultInstance()).registerActivitiesImplementations(other);
            }
        }
        factory.start();
        return factory;
    }

    @Test
    @Recorded
    void stagesThatNobodyPinned_arePinnedByWhoServesThem_andGoToItsProfilesQueues() {
        come(stages, "0wn", Queues.TRAIN, Queues.OBSERVE, Queues.FIT);
        StudyWorkflow study = start();
        result(study);
        assertThat(stages.log).containsOnlyOnce("pin train", "pin observations", "pin fit", "fit", "report");
    }

    @Test
    @Recorded
    void withoutAWorkerOfItsProfile_training_waitsAndSaysSo_andGoesOnOnceOneComes() throws InterruptedException {
        stages.pin("train", "g0ne");
        come(stages, "0wn", Queues.OBSERVE, Queues.FIT);
        StudyWorkflow study = start();
        eventually(() -> study.status().state().equals("waiting-for-worker"));
        assertThat(runState(0)).isEqualTo("waiting-for-worker");
        assertThat(study.status().lastError())
                .contains(
                        "stage train waits",
                        "'profile g0ne'",
                        "train.p-g0ne",
                        "--queues train",
                        "repin demo --stage train");
        assertThat(study.status().waitingRuns()).as("no operator is waited for").isZero();
        assertThat(attribute(Visibility.STATE)).isEqualTo("waiting-for-worker");
        assertThat(attribute(Visibility.FAILURE)).isEqualTo("WORKER_MISSING");
        assertThatThrownBy(() -> study.retry("it does not help"))
                .isInstanceOf(WorkflowUpdateException.class)
                .hasStackTraceContaining("nothing waits for an operator");
        assertThat(stages.log).doesNotContain("run 0 train from 0");

        come(stages, "g0ne", Queues.TRAIN);
        eventually(() -> !study.status().state().startsWith("waiting"));
        result(study);
        assertThat(stages.log).containsOnlyOnce("run 0 train from 0");
        assertThat(attribute(Visibility.FAILURE)).isEmpty();
    }

    @Test
    @Recorded
    void pinnedAnew_theStageIsDoneByAWorkerThatIsThere() throws InterruptedException {
        stages.pin("train", "g0ne");
        come(stages, "0wn", Queues.TRAIN, Queues.OBSERVE, Queues.FIT);
        StudyWorkflow study = start();
        eventually(() -> study.status().state().equals("waiting-for-worker"));
        assertThat(study.repin("train", "that machine is gone")).contains("stage train", "computed again");
        result(study);
        assertThat(stages.log).containsSubsequence("repin train", "pin train", "run 0 train from 0", "fit", "report");
    }

    @Test
    void anObservationOnAQueueThatNobodyServes_isLeft_whenItsStageIsPinnedAnew() throws InterruptedException {
        stages.pin("observations", "g0ne");
        come(stages, "0wn", Queues.TRAIN, Queues.OBSERVE, Queues.FIT);
        StudyWorkflow study = start();
        eventually(() -> study.status().state().equals("waiting-for-worker"));
        assertThat(study.status().lastError()).contains("stage observations", "--queues observe");
        study.repin("observations", "that machine is gone");
        result(study);
        assertThat(stages.log).contains("run 0 observe 3/0");
    }

    @Test
    void aFitOnAQueueThatNobodyServes_isLeft_whenItIsPinnedAnew() throws InterruptedException {
        stages.pin("fit", "g0ne");
        come(stages, "0wn", Queues.TRAIN, Queues.OBSERVE, Queues.FIT);
        StudyWorkflow study = start();
        eventually(() -> study.status().state().equals("waiting-for-worker"));
        assertThat(study.status().lastError()).contains("stage fit waits");
        study.repin("fit", "that machine is gone");
        result(study);
        assertThat(stages.log).containsOnlyOnce("fit", "report");
    }

    @Test
    void negativeControl_aWorkerThatIsBusy_isNotMissed() throws InterruptedException {
        stages.holdSegment.set(true);
        come(stages, "0wn", Queues.TRAIN, Queues.OBSERVE, Queues.FIT);
        StudyWorkflow study = start();
        eventually(() -> stages.log.contains("run 0 train from 0"));
        Thread.sleep(Duration.ofSeconds(5).toMillis()); // twice the patience and more
        assertThat(study.status().state()).isEqualTo("running");
        stages.holdSegment.set(false);
        result(study);
    }
}
