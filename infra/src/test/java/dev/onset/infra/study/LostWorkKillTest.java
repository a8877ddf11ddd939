package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes killed between two far checkpoints of the schedule lose no more training than the time between resume points, and
 * one commit. The oracle is an uninterrupted run of the same study in another data directory.
 */
@Tag("crash")
final class LostWorkKillTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RESUMED = Pattern.compile("resumed at step (\\d+)");

    /** What one commit may take on a machine that others use too, and the time between two looks at the clock. */
    private static final Duration COMMIT = Duration.ofSeconds(2);

    private static final List<String> FEW_SAMPLES = List.of(
            "observation.players.count=6",
            "observation.trainSamples=4",
            "observation.testSamples=4",
            "observation.shardSize=4",
            "detector.resamples=40");

    @TempDir
    Path folder;

    @Test
    void twoKillsInTheLastGap_loseAtMostASecondOfTrainingAndACommit_andTheDigestIsEqual() throws Exception {
        Study study = farCheckpoints();
        study.killAgainAndAgain(1, 2, 11);
    }

    @Test
    @Tag("heavy")
    void digitsWith60000Steps_killedTenTimes_loseAtMostThreeSecondsOfTrainingAndACommit() throws Exception {
        new Study("digits", List.of("training.steps=60000", "controls=[]")).killAgainAndAgain(3, 10, 12);
    }

    @Test
    void negativeControl_withFarResumePoints_moreIsLost() throws Exception {
        Study study = farCheckpoints();
        Path data = folder.resolve("killed");
        OnsetProcess process = study.start(data, 604_800);
        study.awaitCommits(process, data, 10);
        Thread.sleep(Duration.ofSeconds(1).plus(COMMIT).plusMillis(500).toMillis());
        assertThat(process.isAlive()).as("the study is long enough").isTrue();
        assertThat(study.killAndMeasure(process, data))
                .isGreaterThan(Duration.ofSeconds(1).plus(COMMIT));
        assertThat(OnsetProcess.succeed(data, "status", "digits-quick"))
                .contains("a kill costs at most 604,800 s and a commit");
    }

    /** A study with a gap of seconds before its last checkpoint. */
    private Study farCheckpoints() {
        return new Study(
                "digits-quick",
                Stream.concat(
                                FEW_SAMPLES.stream(),
                                Stream.of(
                                        "training.steps=20000",
                                        "checkpoints.log=[]",
                                        "checkpoints.explicit=[5,10,20,30,40,50,60,80,100,20000]"))
                        .toList());
    }

    @Test
    void status_tellsTheLastCommitByItsWritersClock_andTheBoundInForce() throws Exception {
        Study study = new Study(
                "digits-quick",
                Stream.concat(FEW_SAMPLES.stream(), Stream.of("training.steps=120"))
                        .toList());
        Path data = folder.resolve("data");
        Instant before = Instant.now();
        assertThat(study.start(data, 7).exit()).isZero();
        JsonNode run = status(data, "digits-quick").get("runs").get(0);
        assertThat(Instant.parse(run.get("committedAt").asText())).isBetween(before, Instant.now());
        assertThat(run.get("boundSeconds").asInt()).isEqualTo(7);
        String text = OnsetProcess.succeed(data, "status", "digits-quick");
        assertThat(text).as("nothing is trained any more").doesNotContain("a kill costs");
    }

    private static JsonNode status(Path data, String study) throws IOException, InterruptedException {
        String text = OnsetProcess.succeed(data, "status", study, "--json");
        return JSON.readTree(text.substring(text.indexOf('{')));
    }

    /** A study as it is run and killed. */
    private final class Study {
        private final String name;
        private final List<String> settings;

        Study(String name, List<String> settings) {
            this.name = name;
            this.settings = settings;
        }

        OnsetProcess start(Path data, int commitSeconds) throws IOException {
            List<String> arguments = new ArrayList<>(List.of("run", name));
            Stream.concat(settings.stream(), Stream.of("training.commitSeconds=" + commitSeconds))
                    .forEach(set -> arguments.addAll(List.of("--set", set)));
            return OnsetProcess.start(data, Map.of(), arguments.toArray(new String[0]));
        }

        void killAgainAndAgain(int commitSeconds, int kills, long seed) throws Exception {
            Path uninterrupted = folder.resolve("uninterrupted");
            OnsetProcess oracle = start(uninterrupted, commitSeconds);
            assertThat(oracle.exit()).as("%s", oracle.text()).isZero();

            Path data = folder.resolve("killed");
            Random random = new Random(seed);
            StringBuilder trials = new StringBuilder("seed " + seed + ", lost ms:");
            for (int kill = 0; kill < kills; kill++) {
                long from = newest(data);
                OnsetProcess process = start(data, commitSeconds);
                await(process, () -> newest(data) > Math.max(from, 100));
                Thread.sleep(random.nextInt(1_000 * commitSeconds + 500));
                assertThat(process.isAlive())
                        .as("the study is long enough for kill %d:%n%s", kill, process.text())
                        .isTrue();
                Duration lost = killAndMeasure(process, data);
                trials.append(' ').append(lost.toMillis());
                assertThat(lost)
                        .as("%s", trials)
                        .isLessThanOrEqualTo(Duration.ofSeconds(commitSeconds).plus(COMMIT));
                long durable = newest(data);
                List<Long> before = resumed(data);
                OnsetProcess next = start(data, commitSeconds);
                await(next, () -> resumed(data).size() > before.size());
                next.killAll();
                assertThat(resumed(data).get(before.size()))
                        .as("goes on from what was durable")
                        .isEqualTo(durable);
            }
            System.out.println(trials);
            OnsetProcess last = start(data, commitSeconds);
            assertThat(last.exit()).as("%s", last.text()).isZero();
            assertThat(digest(data)).isEqualTo(digest(uninterrupted));
        }

        private String digest(Path data) throws IOException {
            return OnsetProcess.outcome(data, name).get("digest").asText();
        }

        /** The training that is lost: what went on since the last commit of any kind. */
        Duration killAndMeasure(OnsetProcess process, Path data) throws Exception {
            Instant killed = Instant.now();
            process.killAll();
            return Duration.between(lastCommit(data), killed);
        }

        void awaitCommits(OnsetProcess process, Path data, int count) throws Exception {
            await(process, () -> committed(data).size() >= count);
        }

        private void await(OnsetProcess process, Condition condition) throws Exception {
            long deadline = System.nanoTime() + Duration.ofSeconds(180).toNanos();
            while (!condition.holds()) {
                assertThat(process.isAlive()).as("%s", process.text()).isTrue();
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(10);
            }
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    /** The steps at which processes said that they went on. */
    private static List<Long> resumed(Path data) throws IOException {
        Path log = data.resolve("logs").resolve("onset.log");
        List<Long> steps = new ArrayList<>();
        Matcher said = RESUMED.matcher(Files.isRegularFile(log) ? Files.readString(log) : "");
        while (said.find()) {
            steps.add(Long.parseLong(said.group(1)));
        }
        return steps;
    }

    /** The newest step that is durable, of the study's one run; -1 where there is none. */
    private static long newest(Path data) throws IOException {
        List<Path> entries = new ArrayList<>(files(data, "/log/", ".json"));
        entries.addAll(files(data, "/resume/", ".json"));
        long newest = -1;
        for (Path file : entries) {
            try {
                newest = Math.max(
                        newest, JSON.readTree(file.toFile()).get("step").asLong());
            } catch (NoSuchFileException | FileNotFoundException e) {
                continue; // deleted meanwhile
            }
        }
        return newest;
    }

    private static List<Path> committed(Path data) throws IOException {
        return files(data, "/log/", ".json");
    }

    private static Instant lastCommit(Path data) throws IOException {
        List<Path> times = new ArrayList<>(files(data, "/times/", ".json"));
        times.addAll(files(data, "/resume/", ".committed"));
        Instant last = Instant.EPOCH;
        for (Path time : times) {
            Instant at = Instant.parse(
                    JSON.readTree(time.toFile()).get("committedAt").asText());
            last = at.isAfter(last) ? at : last;
        }
        return last;
    }

    private static List<Path> files(Path data, String part, String end) throws IOException {
        Path runs = data.resolve("store").resolve("runs");
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(runs)) {
            return all.filter(path ->
                            path.toString().contains(part) && path.toString().endsWith(end))
                    .toList();
        } catch (UncheckedIOException e) {
            return List.of(); // something was deleted while it was listed
        }
    }
}
