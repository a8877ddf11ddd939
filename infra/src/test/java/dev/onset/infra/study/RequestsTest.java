package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.infra.store.FileSystemObjectStore;
import dev.onset.kind.Kinds;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import dev.onset.stages.OpenStudy;
import dev.onset.stages.Standing;
import dev.onset.stages.StudyPipeline;
import dev.onset.store.CountingStore;
import dev.onset.store.ObjectStore;
import dev.onset.store.SlowStore;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a study asks of its store, from publication to report, while it is read live. */
@Tag("e2e")
final class RequestsTest {
    private static final int MOST_AN_OBSERVATION = 12;

    @TempDir
    Path folder;

    @Test
    void requestsAnObservation_areAtMostTwelve_at20And100Checkpoints() throws Exception {
        count(List.of(20, 100));
    }

    @Test
    @Tag("heavy")
    void requestsAnObservation_areAtMostTwelve_at20And100And400Checkpoints() throws Exception {
        count(List.of(20, 100, 400));
    }

    /** What {@code status} asks of a store, each request as far away as another town. */
    @Test
    void status_of700ObservationsAt30MillisecondsARequest_takesLessThanFiveSeconds() throws Exception {
        run(100, 7);
        Path data = folder.resolve("data-100");
        ObjectStore slow = new SlowStore(new FileSystemObjectStore(data.resolve("store")), Duration.ofMillis(30));
        long began = System.nanoTime();
        StudyRecords records = new StudyRecords(StageContext.of(slow, data.resolve("scratch")));
        StudyTarget target = StudyTarget.of("digits-quick");
        Executions.Begin last = records.newest(target).orElseThrow();
        Standing standing =
                records.open(records.current(target, last)).standings().get(0);
        assertThat(records.report(target, last, records.current(target, last))).isPresent();
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("status of 700 observations at 30 ms a request: %.2f s%n", seconds);
        assertThat(standing.observed()).isEqualTo(100);
        assertThat(seconds).isLessThan(5);
    }

    private void count(List<Integer> checkpointsOfEach) throws Exception {
        StringBuilder table = new StringBuilder("checkpoints, observations, requests, requests an observation\n");
        for (int checkpoints : checkpointsOfEach) {
            Counted counted = run(checkpoints, 3);
            table.append("%d, %d, %d, %.2f %s%n"
                    .formatted(
                            checkpoints, counted.observations(), counted.requests(), counted.each(), counted.kinds()));
            System.out.println(table);
            assertThat(counted.each()).as("%s", table).isLessThanOrEqualTo(MOST_AN_OBSERVATION);
        }
    }

    private record Counted(long observations, long requests, String kinds) {
        double each() {
            return (double) requests / observations;
        }
    }

    /** @param each observations a checkpoint, the losses among them */
    private Counted run(int checkpoints, int each) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data-" + checkpoints));
        StudyFile file = StudyFile.load(
                "digits-quick",
                new Overrides(
                        List.of(
                                "training.steps=" + (checkpoints - 1),
                                "checkpoints.linear=[{from: 0, to: " + (checkpoints - 1) + ", every: 1}]",
                                "checkpoints.log=[]",
                                "observation.players.count=2",
                                "observation.trainSamples=" + (each - 1),
                                "observation.testSamples=0",
                                "observation.shardSize=1",
                                "detector.resamples=20"),
                        OptionalLong.empty()));
        try (CountingStore store = new CountingStore(new FileSystemObjectStore(data.resolve("store")))) {
            StudyPipeline pipeline = new StudyPipeline(
                    StageContext.of(store, Files.createDirectory(data.resolve("scratch"))), Kinds.installed());
            StudyInputs inputs = StudyInputs.of(file, Kinds.installed().of(file.spec()));
            StudyDocument document = inputs.document();
            inputs.upload(document, pipeline.context().blobs());
            StudyRef published = pipeline.publish(document);
            new Executions(store).begin(published, Executions.Place.HERE, "2026-01-01T00:00:00Z", List.of());
            try (EmbeddedExecution embedded = new EmbeddedExecution(pipeline, 1)) {
                embedded.run(
                        published,
                        new StudyRequest(published, false, 200, "two-phase", "digits", Optional.empty()),
                        new QuietProgress());
            }
            OpenStudy study = pipeline.open(published);
            assertThat(study.points()).hasSize(1);
            long observations = checkpoints
                    * study.observables().stream()
                            .mapToLong(dev.onset.kind.Observable::shards)
                            .sum();
            return new Counted(observations, store.total(), store.counts().toString());
        }
    }
}
