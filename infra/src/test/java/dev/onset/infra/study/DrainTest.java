package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Workers that are told to end while they observe, as in every rolling deployment: half of them within three seconds of their
 * start, before or while they take their first observation.
 */
@Tag("servers")
@Tag("e2e")
class DrainTest extends RealStudies {
    private static final int SOON_MILLIS = 3_000;
    private static final int LATER_MILLIS = 9_000;

    private final Random random = new Random(13);

    /** Observations enough for some minutes of one worker. */
    private static String[] observed(int samples) {
        return with(
                new String[] {"run", STUDY},
                "--set",
                "training.steps=120",
                "--set",
                "observation.players.count=9",
                "--set",
                "observation.trainSamples=" + samples,
                "--set",
                "observation.testSamples=" + samples,
                "--set",
                "observation.shardSize=2",
                "--set",
                "detector.resamples=40");
    }

    @Test
    @Tag("server-studies")
    void drainsOfAnObservingWorker_endIt_andCostTheStudyNothing() throws Exception {
        drains(4, 20);
    }

    @Test
    @Tag("heavy")
    void twentyDrainsOfAnObservingWorker_endIt_andCostTheStudyNothing() throws Exception {
        drains(20, 80);
    }

    private void drains(int times, int samples) throws Exception {
        Path embedded = data.resolveSibling(data.getFileName() + "-embedded");
        OnsetProcess.succeed(embedded, with(observed(samples), "--temporal", "embedded"));
        worker("train,fit");
        OnsetProcess follower = start(data, observed(samples));
        eventually("something is committed", () -> committed() > 0);
        int underWay = 0;
        for (int i = 0; i < times; i++) {
            long before = observations();
            OnsetProcess observer = worker("observe");
            eventually("the worker polls", () -> observer.text().contains("worker: observe"));
            Thread.sleep(random.nextInt(i % 2 == 0 ? SOON_MILLIS : LATER_MILLIS));
            observer.terminate();
            assertThat(observer.exit()).as("drain %d: %s", i, observer.text()).isZero();
            assertThat(observer.text()).contains("drained").doesNotContain("SIGSEGV", "fatal error", "INTERNAL");
            assertThat(stateIs("waiting-for-operator")).as("after drain %d", i).isFalse();
            if (observations() > before) {
                underWay++;
            }
        }
        assertThat(underWay)
                .as("negative control: workers were at it when they were told")
                .isPositive();
        worker("observe");
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
        assertThat(digest())
                .isEqualTo(OnsetProcess.outcome(embedded, STUDY).get("digest").asText());
        try (Stream<Path> left = Files.list(Path.of(""))) {
            assertThat(left.map(Path::toString)).noneMatch(name -> name.startsWith("hs_err"));
        }
    }

    /** Observations in the store, whole or in part. */
    private long observations() {
        try (var objects = open()) {
            return objects.list(new dev.onset.store.ObjectKey("runs")).stream()
                    .filter(key -> key.value().contains("/observations/"))
                    .count();
        }
    }
}
