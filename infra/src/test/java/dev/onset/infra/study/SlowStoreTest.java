package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.FitRequest;
import dev.onset.contracts.Reading;
import dev.onset.contracts.ReadingRequest;
import dev.onset.contracts.ReportRequest;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.StageOutcome;
import dev.onset.contracts.StageTally;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import dev.onset.infra.store.FileSystemObjectStore;
import dev.onset.infra.temporal.EmbeddedTemporal;
import dev.onset.kind.Kinds;
import dev.onset.kind.StageContext;
import dev.onset.stages.FitActivitiesImpl;
import dev.onset.stages.ReadingActivitiesImpl;
import dev.onset.stages.SilentBeats;
import dev.onset.stages.StudyPipeline;
import dev.onset.store.ObjectStore;
import dev.onset.store.SlowStore;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import dev.onset.workflows.FitActivities;
import dev.onset.workflows.ReadingActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many observations in a store that takes its time: looking them all up outlasts a heartbeat timeout, and neither live reading
 * nor fit nor report is timed out. By default with a shorter timeout and fewer observations, so that the ratio is as in the heavy
 * trial, which takes a minute's timeout, 50 ms a request and more than 700.
 */
@Tag("e2e")
final class SlowStoreTest {
    @TempDir
    Path folder;

    @WorkflowInterface
    public interface LateStages {
        @WorkflowMethod
        StageOutcome run(StudyRef study, int checkpoints, int generation, long heartbeatMillis);
    }

    public static final class LateStagesImpl implements LateStages {
        @Override
        public StageOutcome run(StudyRef study, int checkpoints, int generation, long heartbeatMillis) {
            ActivityOptions once = ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofHours(1))
                    .setHeartbeatTimeout(Duration.ofMillis(heartbeatMillis))
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(1).build())
                    .build();
            ReadingActivities reading = Workflow.newActivityStub(ReadingActivities.class, once);
            FitActivities fits = Workflow.newActivityStub(FitActivities.class, once);
            reading.read(new ReadingRequest(new RunRef(study, 0), Reading.NONE, checkpoints));
            StageOutcome fit = fits.fit(new FitRequest(study, generation));
            fits.report(new ReportRequest(study, fit, StageTally.NONE, 1, 1, generation));
            return fit;
        }
    }

    private record Study(StudyRef ref, StudyResult result, ObjectStore store, int checkpoints) {}

    /** A study that is observed in full, through a store that answers after a while. */
    private Study observed(int checkpoints, Duration request) throws Exception {
        StudyFile file = StudyFile.load(
                "digits-quick",
                new Overrides(
                        List.of(
                                "training.steps=" + (checkpoints - 1),
                                "checkpoints.linear=[{from: 0, to: " + (checkpoints - 1) + ", every: 1}]",
                                "checkpoints.log=[]",
                                "observation.players.count=2",
                                "observation.trainSamples=2",
                                "observation.testSamples=0",
                                "observation.shardSize=1",
                                "detector.resamples=20"),
                        OptionalLong.empty()));
        ObjectStore store = new FileSystemObjectStore(folder.resolve("store"));
        ObjectStore slow = request.isZero() ? store : new SlowStore(store, request);
        StudyPipeline pipeline = pipeline(slow, "first");
        StudyInputs inputs = StudyInputs.of(file, Kinds.installed().of(file.spec()));
        inputs.upload(inputs.document(), pipeline.context().blobs());
        StudyRef ref = pipeline.publish(inputs.document());
        try (EmbeddedExecution embedded = new EmbeddedExecution(pipeline, 1)) {
            StudyResult result = embedded.run(
                    ref,
                    new StudyRequest(ref, false, 200, "two-phase", "digits", Optional.empty()),
                    new QuietProgress());
            return new Study(ref, result, store, checkpoints);
        }
    }

    private StageContext context(ObjectStore store, String scratch) throws IOException {
        return StageContext.of(store, Files.createDirectory(folder.resolve(scratch)));
    }

    private StudyPipeline pipeline(ObjectStore store, String scratch) throws IOException {
        return new StudyPipeline(context(store, scratch), Kinds.installed());
    }

    /** Reading, fit and report once more, by a process that remembers nothing. */
    private static StageOutcome late(Study study, StudyPipeline pipeline, int generation, Duration timeout) {
        try (EmbeddedTemporal temporal = new EmbeddedTemporal()) {
            WorkerFactory factory = WorkerFactory.newInstance(temporal.client());
            Worker worker = factory.newWorker("late");
            worker.registerWorkflowImplementationTypes(LateStagesImpl.class);
            worker.registerActivitiesImplementations(
                    new FitActivitiesImpl(pipeline), new ReadingActivitiesImpl(pipeline));
            factory.start();
            try {
                return temporal.client()
                        .newWorkflowStub(
                                LateStages.class,
                                WorkflowOptions.newBuilder()
                                        .setTaskQueue("late")
                                        .build())
                        .run(study.ref(), study.checkpoints(), generation, timeout.toMillis());
            } finally {
                factory.shutdownNow();
            }
        }
    }

    @Test
    void lookUpsThatOutlastTheTimeout_endWithoutOne_andWithoutTheBeatTheyDoNot() throws Exception {
        Study study = observed(60, Duration.ZERO);
        Duration request = Duration.ofMillis(25);
        Duration timeout = Duration.ofMillis(800);
        StudyPipeline silent =
                SilentBeats.pipeline(context(new SlowStore(study.store(), request), "silent"), Kinds.installed());
        assertThatThrownBy(() -> late(study, silent, 2, timeout))
                .isInstanceOf(WorkflowFailedException.class)
                .hasStackTraceContaining("TIMEOUT_TYPE_HEARTBEAT");

        StudyPipeline slow = pipeline(new SlowStore(study.store(), request), "slow");
        StageOutcome fit = late(study, slow, 3, timeout);
        assertThat(fit.digest()).isEqualTo(study.result().fit().digest());
        assertThat(fit.reused()).isFalse();
    }

    @Test
    @Tag("heavy")
    void sevenHundredObservationsAt50MsARequest_endWithoutATimeout() throws Exception {
        Study study = observed(240, Duration.ofMillis(50));
        StudyPipeline slow = pipeline(new SlowStore(study.store(), Duration.ofMillis(50)), "slow");
        long began = System.nanoTime();
        StageOutcome fit = late(study, slow, 2, Duration.ofMinutes(1));
        System.out.printf("reading, fit and report anew: %.1f s%n", (System.nanoTime() - began) / 1e9);
        assertThat(fit.digest()).isEqualTo(study.result().fit().digest());
    }
}
