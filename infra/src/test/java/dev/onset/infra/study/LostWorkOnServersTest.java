package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a training worker that is killed costs on real servers: at most {@code training.commitSeconds} of training and a commit. */
@Tag("servers")
@Tag("heavy")
@Tag("crash")
@Timeout(3_600)
class LostWorkOnServersTest extends RealStudies {
    private static final int COMMIT_SECONDS = 3;
    private static final int KILLS = 10;

    private static final int STEPS = 60_000;

    /** A minute until the server notices that a worker is gone, and at most two until it has the work tried again. */
    private static final Duration RETRIED = Duration.ofMinutes(5);

    /** What one commit may take on a machine that others use too. */
    private static final Duration COMMIT = Duration.ofSeconds(2);

    private static String[] digitsOfManySteps() {
        return with(
                small("run"),
                "--set",
                "training.steps=" + STEPS,
                "--set",
                "training.commitSeconds=" + COMMIT_SECONDS,
                "--set",
                "network.layers=[{type: dense, units: 128}, {type: dense, units: 128}, {type: dense, units: 128}]");
    }

    @Test
    void trainingWorkerKilledTenTimes_losesAtMostThreeSecondsAndACommitEachTime_andTheDigestIsEqual() throws Exception {
        Path embedded = data.resolveSibling(data.getFileName() + "-embedded");
        OnsetProcess.succeed(embedded, with(digitsOfManySteps(), "--temporal", "embedded"));
        worker("plan,observe,fit");
        OnsetProcess follower = start(data, digitsOfManySteps());
        Random random = new Random(17);
        StringBuilder trials = new StringBuilder("on servers, seed 17, lost ms:");
        for (int kill = 0; kill < KILLS; kill++) {
            Instant before = lastCommit();
            OnsetProcess trainer = worker("train");
            eventually("the training goes on", RETRIED, () -> lastCommit().isAfter(before));
            Thread.sleep(random.nextInt(1_000 * COMMIT_SECONDS + 500));
            assertThat(stepsLeft())
                    .as("the study is long enough for kill %d", kill)
                    .isTrue();
            Instant killed = Instant.now();
            trainer.killAll();
            Duration lost = Duration.between(lastCommit(), killed);
            trials.append(' ').append(lost.toMillis());
            assertThat(lost)
                    .as("%s", trials)
                    .isLessThanOrEqualTo(Duration.ofSeconds(COMMIT_SECONDS).plus(COMMIT));
        }
        System.out.println(trials);
        worker("train");
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
        assertThat(digest())
                .isEqualTo(OnsetProcess.outcome(embedded, STUDY).get("digest").asText());
    }

    /** Whether the last checkpoint of the schedule is still to come. */
    private boolean stepsLeft() throws IOException {
        try (ObjectStore objects = open()) {
            for (ObjectKey key : objects.list(new ObjectKey("runs"))) {
                if (key.value().contains("/log/") && read(objects, key).contains("\"step\":" + STEPS)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** When anything of the training was made durable last, by the clock of who did it. */
    private Instant lastCommit() throws IOException {
        Instant last = Instant.EPOCH;
        try (ObjectStore objects = open()) {
            for (ObjectKey key : objects.list(new ObjectKey("runs"))) {
                if (key.value().contains("/times/") || key.value().endsWith(".committed")) {
                    String text = read(objects, key);
                    if (!text.isEmpty()) {
                        Instant at = Instant.parse(
                                JSON.readTree(text).get("committedAt").asText());
                        last = at.isAfter(last) ? at : last;
                    }
                }
            }
        }
        return last;
    }

    /** Empty where it was deleted meanwhile. */
    private static String read(ObjectStore objects, ObjectKey key) throws IOException {
        Optional<InputStream> found = objects.open(key);
        if (found.isEmpty()) {
            return "";
        }
        try (InputStream in = found.get()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
