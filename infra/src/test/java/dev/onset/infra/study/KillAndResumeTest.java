package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A study killed anywhere and started again gives the uninterrupted result to the last bit, and computes nothing again
 * that was committed. The oracle is an uninterrupted run of the same study in another data directory.
 */
@Tag("crash")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillAndResumeTest {
    /** The bundled first look, made smaller still; everything the product does happens in it. */
    private static final String[] STUDY = {
        "run", "digits-quick",
        "--set", "training.steps=120",
        "--set", "observation.players.count=6",
        "--set", "observation.trainSamples=4",
        "--set", "observation.testSamples=4",
        "--set", "observation.shardSize=4",
        "--set", "detector.resamples=40"
    };

    private Path uninterrupted = Path.of("");

    private String digest = "";

    @BeforeAll
    void runWithoutInterruption(@TempDir Path folder) throws Exception {
        uninterrupted = folder;
        OnsetProcess.succeed(uninterrupted, STUDY);
        digest = digest(uninterrupted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "during-training:70",
                "before-manifest:4",
                "during-observation:9",
                "during-fit",
                "during-report",
                "after-blob:1",
                "after-manifest:1",
                "before-link:40",
                "before-result:3",
                "after-result:3"
            })
    void killedAndStartedAgain_givesTheSameDigestAndRecomputesNothingCommitted(String moment, @TempDir Path data)
            throws Exception {
        OnsetProcess doomed = OnsetProcess.start(data, Map.of("ONSET_CRASH_AT", moment), STUDY);
        assertThat(doomed.exit()).as("died at %s: %s", moment, doomed.text()).isEqualTo(137);
        assertThat(data.resolve("reports")).doesNotExist();
        Map<String, Long> committed = OnsetProcess.durable(data);

        JsonNode work = work(data);

        assertThat(digest(data)).isEqualTo(digest);
        assertThat(work.get("checkpointsReused").asInt())
                .as("checkpoints that were committed are not trained again")
                .isEqualTo(count(committed, "/log/"));
        assertThat(work.get("checkpointsComputed").asInt())
                .isEqualTo(count(OnsetProcess.durable(data), "/log/") - count(committed, "/log/"));
        assertThat(work.get("observationsReused").asInt())
                .as("observations that were recorded are not computed again")
                .isEqualTo(count(committed, "/observations/"));
        assertThat(OnsetProcess.durable(data))
                .as("what was committed is still there and was not written again")
                .containsAllEntriesOf(committed)
                .hasSameSizeAs(OnsetProcess.durable(uninterrupted));
    }

    @Test
    void killedFromOutsideAgainAndAgain_getsThereInTheEnd(@TempDir Path data) throws Exception {
        int kills = 0;
        for (long millis = 2500; kills < 3; millis += 1500) {
            OnsetProcess process = OnsetProcess.start(data, Map.of(), STUDY);
            Thread.sleep(millis);
            if (!process.isAlive()) {
                break;
            }
            process.killAll();
            kills++;
        }
        assertThat(kills).isPositive();
        OnsetProcess.succeed(data, STUDY);
        assertThat(digest(data)).isEqualTo(digest);
    }

    @Test
    void everyCommittedObjectEqualsTheUninterruptedOne(@TempDir Path data) throws Exception {
        OnsetProcess doomed = OnsetProcess.start(data, Map.of("ONSET_CRASH_AT", "during-training:90"), STUDY);
        assertThat(doomed.exit()).isEqualTo(137);
        OnsetProcess.succeed(data, STUDY);
        for (String object : OnsetProcess.durable(uninterrupted).keySet()) {
            if (!object.startsWith("stages/report/")) { // a report tells what was reused
                assertThat(data.resolve("store").resolve(object))
                        .as(object)
                        .hasSameBinaryContentAs(uninterrupted.resolve("store").resolve(object));
            }
        }
    }

    @Test
    void negativeControl_anotherSeedGivesAnotherDigest(@TempDir Path data) throws Exception {
        OnsetProcess.succeed(
                data, Stream.concat(Stream.of(STUDY), Stream.of("--seed", "1")).toArray(String[]::new));
        assertThat(digest(data)).isNotEqualTo(digest);
    }

    @Test
    void negativeControl_aLostManifestIsWrittenAgain(@TempDir Path data) throws Exception {
        OnsetProcess doomed = OnsetProcess.start(data, Map.of("ONSET_CRASH_AT", "during-fit"), STUDY);
        assertThat(doomed.exit()).isEqualTo(137);
        Map<String, Long> committed = OnsetProcess.durable(data);
        String newest = committed.keySet().stream()
                .filter(path -> path.contains("/log/"))
                .reduce((first, second) -> second)
                .orElseThrow();
        Files.delete(data.resolve("store").resolve(newest));
        assertThat(work(data).get("checkpointsComputed").asInt())
                .as("this test sees when something is computed again")
                .isPositive();
        assertThat(digest(data)).isEqualTo(digest);
    }

    /** Runs the study to its end and says what that computed, as counted while it went. */
    private static JsonNode work(Path data) throws Exception {
        String[] json = Stream.concat(Stream.of(STUDY), Stream.of("--json")).toArray(String[]::new);
        String text = OnsetProcess.succeed(data, json);
        return new ObjectMapper().readTree(text.substring(text.indexOf("{\n"))).get("work");
    }

    private static int count(Map<String, Long> durable, String part) {
        return (int)
                durable.keySet().stream().filter(path -> path.contains(part)).count();
    }

    private static String digest(Path data) throws IOException {
        JsonNode outcome = OnsetProcess.outcome(data, "digits-quick");
        return outcome.get("digest").asText();
    }
}
