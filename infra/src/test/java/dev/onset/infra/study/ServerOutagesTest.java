package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Studies on real servers, whose workers or servers go away. */
@Tag("servers")
@Tag("server-studies")
@Tag("e2e")
class ServerOutagesTest extends RealStudies {
    @Test
    void drained_aWorkerCommitsAndEndsWithinItsGrace_andAnotherGoesOn() throws Exception {
        OnsetProcess first = worker("plan,train,fit");
        worker("observe");
        OnsetProcess follower = start(data, longer());
        eventually("a few checkpoints are committed", () -> committed() >= 3);
        long began = System.nanoTime();
        first.terminate();
        first.exit();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
        assertThat(first.text()).contains("worker: drained");
        long handedOver = committed();
        worker("plan,train,fit");
        eventually("another goes on", () -> committed() > handedOver);
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
    }

    @Test
    void suspendedForLongerThanTheHeartbeatTimeout_anotherGoesOn_andTheDigestIsEqual() throws Exception {
        OnsetProcess first = worker("train");
        worker("plan,observe,fit");
        String[] longer = with(small("run"), "--set", "training.steps=3000");
        OnsetProcess follower = start(data, longer);
        eventually("it trains", () -> committed() > 3);
        first.suspend();
        worker("train");
        Thread.sleep(90_000);
        first.wake();
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
        String digest = digest();
        Path undisturbed = folder.resolve("undisturbed");
        OnsetProcess.succeed(undisturbed, with(longer, "--temporal", "embedded"));
        assertThat(digest)
                .isEqualTo(
                        OnsetProcess.outcome(undisturbed, STUDY).get("digest").asText());
        assertThat(first.isAlive()).isTrue();
        assertThat(first.text()).doesNotContain("STALLED");
    }

    @Test
    void hungStage_endsItsWorkerWith75_andAnotherFinishesTheStudy() throws Exception {
        OnsetProcess hung =
                worker("train", Map.of("ONSET_CRASH_AT", "during-training:40:hang", "ONSET_STALL_SECONDS", "10"));
        worker("plan,observe,fit");
        OnsetProcess follower = start(data, small("run"));
        assertThat(hung.exit()).as("%s", hung.text()).isEqualTo(75);
        assertThat(hung.text()).contains("showed no progress for", "to be started again");
        worker("train");
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
        assertThat(digest()).isEqualTo(expected);
    }

    @Test
    void serversAwayForTwoMinutes_writeAtMostALineAMinute_andTheStudyEnds() throws Exception {
        OnsetProcess worker = worker("plan,train,observe,fit");
        OnsetProcess follower = start(data, longer());
        eventually("it trains", () -> committed() > 3);
        long workerSaid = worker.text().lines().count();
        long followerSaid =
                follower.text().lines().filter(line -> !line.contains(" of ")).count();
        servers.down();
        try {
            Thread.sleep(125_000);
            assertThat(worker.text().lines().skip(workerSaid))
                    .as("two minutes and what was under way")
                    .hasSizeLessThanOrEqualTo(3);
            assertThat(follower.text()
                            .lines()
                            .filter(line -> !line.contains(" of "))
                            .skip(followerSaid))
                    .hasSizeLessThanOrEqualTo(3);
        } finally {
            servers.up(); // on the same ports
        }
        assertThat(worker.isAlive()).isTrue();
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
    }

    @Test
    void withoutAServer_nothingIsStarted_andOneLineSaysWhatToDo() throws Exception {
        OnsetProcess nobody = start(data, with(small("run"), "--temporal", "127.0.0.1:1"));
        assertThat(nobody.exit()).isEqualTo(3);
        assertThat(nobody.text()).contains("TEMPORAL_UNAVAILABLE", "127.0.0.1:1", "Next: ");
        OnsetProcess order = OnsetProcess.start(data, Map.of("TEMPORAL_ADDRESS", ""), "pause", STUDY);
        processes.add(order);
        assertThat(order.exit()).isEqualTo(2);
        assertThat(order.text()).contains("needs a Temporal server");
    }
}
