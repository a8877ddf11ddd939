package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.contracts.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A training of the user's own, in plain Python, supervised as a process: whatever is killed, the digest is that of the
 * uninterrupted run; whatever is wrong with it is said with a code.
 */
@Tag("crash")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SupervisedStudyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SMALL = List.of(
            "observation.players.count=6",
            "observation.trainSamples=4",
            "observation.testSamples=4",
            "observation.shardSize=4",
            "detector.resamples=40");
    private static final String STATE_PART = "state-00000";

    private Path folder = Path.of("");
    private Path study = Path.of("");
    private Path uninterrupted = Path.of("");
    private String digest = "";

    @BeforeAll
    void trainWithoutInterruption(@TempDir Path shared) throws IOException {
        folder = shared;
        assumeTrue(isPythonThere(), "SKIPPED, no python3 here");
        Path python = Path.of("python").toAbsolutePath();
        Files.copy(python.resolve("onset.py"), folder.resolve("onset.py"));
        try (InputStream plain = getClass().getResourceAsStream("/supervised/plain.py")) {
            Files.copy(java.util.Objects.requireNonNull(plain), folder.resolve("plain.py"));
        }
        study = Files.writeString(folder.resolve("plain.yaml"), """
                study: plain
                kind: two-phase
                trainer:
                  kind: process
                  command: [python3, plain.py]
                  files: [plain.py, onset.py]
                data:
                  { source: "bundled:digits", format: csv, shape: [1, 8, 8], classes: 10, scale: 16, train: 100, test: 200 }
                checkpoints: { log: [ { from: 10, to: 120, count: 6 } ] }
                """);
        uninterrupted = folder.resolve("uninterrupted");
        InProcess run = run(uninterrupted);
        assertThat(run.code()).as(run.err()).isZero();
        digest = digest(run);
    }

    private static boolean isPythonThere() {
        try {
            return new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 10))")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String[] arguments(String... sets) {
        List<String> arguments = new ArrayList<>(List.of("run", study.toString(), "--json"));
        for (String set : Stream.concat(SMALL.stream(), Stream.of(sets)).toList()) {
            arguments.addAll(List.of("--set", set));
        }
        return arguments.toArray(new String[0]);
    }

    private InProcess run(Path data, String... sets) {
        return InProcess.run(data, arguments(sets));
    }

    private static String digest(InProcess run) throws IOException {
        return JSON.readTree(run.out()).get("digest").asText();
    }

    /** Trainings that this process supervises, not those that are asked what their bits depend on. */
    private static List<ProcessHandle> trainers() {
        return trainers(ProcessHandle.current().descendants(), "ONSET_CHECKPOINTS");
    }

    /** @param named in their environment, which tells those of other tests apart */
    private static List<ProcessHandle> trainers(Stream<ProcessHandle> all, String named) {
        return all.filter(process -> process.info().commandLine().orElse("").contains("plain.py"))
                .filter(process -> {
                    try {
                        return Files.readString(Path.of("/proc/" + process.pid() + "/environ"))
                                .contains(named);
                    } catch (IOException e) {
                        return false;
                    }
                })
                .toList();
    }

    @Test
    void killedAtRandomMoments_givesTheSameDigest_andLeavesNoProcess(@TempDir Path data) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "SKIPPED, no /proc here");
        Random random = new Random(14);
        CompletableFuture<InProcess> running =
                CompletableFuture.supplyAsync(() -> run(data, "trainer.environment.SECONDS_A_STEP=\"0.03\""));
        int kills = 0;
        while (!running.isDone() && kills < 4) {
            Thread.sleep(random.nextInt(1_200));
            for (ProcessHandle trainer : trainers()) {
                kills += trainer.destroyForcibly() ? 1 : 0;
            }
        }
        InProcess run = running.get(5, TimeUnit.MINUTES);
        assertThat(kills).isPositive();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(digest(run)).isEqualTo(digest);
        assertThat(trainers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"during-training:3", "after-blob:9", "before-manifest:3", "after-resume-entry:1"})
    void workerKilled_givesTheSameDigest_andItsTrainingEnds(String moment, @TempDir Path data) throws Exception {
        String[] arguments = arguments("trainer.environment.SECONDS_A_STEP=\"0.03\"", "trainer.commitSeconds=1");
        OnsetProcess doomed = OnsetProcess.start(data, Map.of("ONSET_CRASH_AT", moment), arguments);
        assertThat(doomed.exit()).as("died at %s: %s", moment, doomed.text()).isEqualTo(137);
        RealStudies.eventually(
                "its training has ended",
                () -> trainers(ProcessHandle.allProcesses(), data.toString()).isEmpty());
        Map<String, Long> committed = OnsetProcess.durable(data);
        InProcess run = InProcess.run(data, arguments);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(digest(run)).isEqualTo(digest);
        assertThat(JSON.readTree(run.out()).at("/work/checkpointsReused").asLong())
                .isEqualTo(committed.keySet().stream()
                        .filter(key -> key.contains("/log/"))
                        .count());
    }

    @Test
    void askedToStop_itCommitsWhereItIs_andGoesOnFromThere(@TempDir Path data) throws Exception {
        String[] arguments = arguments("trainer.environment.SECONDS_A_STEP=\"0.1\"");
        OnsetProcess asked = OnsetProcess.start(data, Map.of(), arguments);
        RealStudies.eventually("step 10 is committed", () -> manifests(data).size() >= 2);
        asked.terminate();
        asked.exit();
        List<Long> steps = new ArrayList<>();
        for (Path manifest : manifests(data)) {
            steps.add(JSON.readTree(manifest.toFile()).get("step").asLong());
        }
        assertThat(steps)
                .as("one outside the schedule")
                .anyMatch(step -> !List.of(0L, 10L, 16L, 27L, 44L, 73L, 120L).contains(step));
        InProcess run = InProcess.run(data, arguments);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(digest(run)).isEqualTo(digest);
    }

    @Test
    void importedCheckpointsOfIt_giveTheSameDigest() throws IOException {
        Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
        for (Path manifest : manifests(uninterrupted)) {
            JsonNode commit = JSON.readTree(manifest.toFile());
            Files.copy(
                    blob(uninterrupted, commit, "model.onnx"),
                    checkpoints.resolve("step_" + commit.get("step").asLong() + ".onnx"));
        }
        Path file = Files.writeString(folder.resolve("imported.yaml"), """
                study: imported
                kind: two-phase
                trainer: { kind: import, checkpoints: checkpoints }
                data:
                  { source: "bundled:digits", format: csv, shape: [1, 8, 8], classes: 10, scale: 16, train: 100, test: 200 }
                """);
        List<String> arguments = new ArrayList<>(List.of("run", file.toString(), "--json"));
        SMALL.forEach(set -> arguments.addAll(List.of("--set", set)));
        InProcess run = InProcess.run(folder.resolve("imported"), arguments.toArray(new String[0]));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(digest(run)).isEqualTo(digest);
    }

    @Test
    void anEditedScript_isAnotherTraining_andAnotherScheduleIsNot(@TempDir Path data) throws IOException {
        assertThat(run(data).code()).isZero();
        InProcess denser = run(data, "checkpoints={log: [{from: 10, to: 120, count: 6}], explicit: [30]}");
        assertThat(denser.code()).as(denser.err()).isZero();
        assertThat(JSON.readTree(denser.out()).at("/work/checkpointsComputed").asInt())
                .isEqualTo(1);
        Path script = folder.resolve("plain.py");
        String before = Files.readString(script);
        try {
            Files.writeString(script, "# edited\n", StandardOpenOption.APPEND);
            InProcess edited = run(data);
            assertThat(edited.code()).as(edited.err()).isZero();
            assertThat(JSON.readTree(edited.out()).at("/work/checkpointsReused").asInt())
                    .isZero();
            assertThat(digest(edited)).isEqualTo(digest);
        } finally {
            Files.writeString(script, before);
        }
    }

    @Test
    void aDamagedState_comesAgainWithOtherBytes_andIsNoDivergence(@TempDir Path data) throws IOException {
        assertThat(run(data).code()).isZero();
        damage(data, STATE_PART, 3);
        InProcess run = run(data);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(digest(run)).isEqualTo(digest);
        assertThat(JSON.readTree(run.out()).at("/work/checkpointsComputed").asInt())
                .isEqualTo(1);
        InProcess verified = InProcess.run(data, "verify");
        assertThat(verified.out() + verified.err()).doesNotContain("repeats step");
    }

    @Test
    void aDamagedCheckpointOfATrainingByChance_isLostWithAllAfterIt_andIsNoDivergence(@TempDir Path data)
            throws IOException {
        String[] chance = {"trainer.environment.MODE=chance", "trainer.deterministic=false"};
        InProcess first = run(data, chance);
        assertThat(first.code()).as(first.err()).isZero();
        damage(data, "model.onnx", 3);
        InProcess run = run(data, chance);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(JSON.readTree(run.out()).at("/work/checkpointsComputed").asInt())
                .as("the damaged one and the three after it")
                .isEqualTo(4);
        assertThat(InProcess.run(data, "status", "plain", "--json").out()).contains("not deterministic");
        assertThat(Files.readString(data.resolve("reports/plain/index.html"))).contains("not deterministic");
    }

    /** Negative control: what is said to be deterministic and is not. */
    @Test
    void aDamagedCheckpointOfATrainingThatIsSaidToBeDeterministic_isDivergence(@TempDir Path data) throws IOException {
        assertThat(run(data, "trainer.environment.MODE=chance").code()).isZero();
        damage(data, "model.onnx", 3);
        failed(ErrorCode.CHECKPOINT_DIVERGED, run(data, "trainer.environment.MODE=chance"), "");
    }

    @Test
    void aTrainingThatIsNone_isRefusedByNameBeforeAnythingIsTrained(@TempDir Path data) {
        failed(ErrorCode.TRAINER_UNUSABLE, run(data, "trainer.command=[no-such-python, plain.py]"), "no-such-python");
        failed(ErrorCode.TRAINER_UNUSABLE, run(data, "trainer.environment.MODE=no-probe"), "no such library");
        failed(ErrorCode.TRAINER_UNUSABLE, run(data, "trainer.environment.MODE=mute-probe"), "ONSET_ANSWER");
        failed(ErrorCode.DATA_INVALID, run(data, "trainer.files=[plain.py, missing.py]"), "missing.py");
        failed(ErrorCode.STUDY_INVALID, run(data, "training.steps=10"), "trainer.kind is process");
        failed(ErrorCode.STUDY_INVALID, run(data, "controls=[linear]"), "controls");
        failed(ErrorCode.STUDY_INVALID, run(data, "trainer.environment.ONSET_SEED=1"), "ONSET_");
    }

    @Test
    void aNetworkThatDoesNotFitTheData_isRefused_andNothingIsCommitted(@TempDir Path data) throws IOException {
        InProcess run = run(data, "data.classes=12");
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("MODEL_INVALID", "trainer.command", "data.classes 12", "is not committed");
        assertThat(manifests(data)).isEmpty();
    }

    @Test
    void aScriptThatIsNoneOfItsFiles_isNamedBeforeAnythingStarts(@TempDir Path data) {
        InProcess run = run(data, "trainer.command=[python3, trian.py]");
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err())
                .contains("trainer.command names trian.py, which is not among trainer.files [plain.py, onset.py]");
    }

    @Test
    void aTrainingThatFails_isEndedWithItsLastLines(@TempDir Path data) {
        failed(ErrorCode.TRAINER_FAILED, run(data, "trainer.environment.MODE=exit"), "status 0", "step-0");
        failed(ErrorCode.TRAINER_FAILED, run(data, "trainer.environment.MODE=error"), "the learning rate is negative");
        failed(
                ErrorCode.TRAINER_FAILED,
                run(data, "trainer.environment.MODE=late-error"),
                "no such row",
                "without coming further");
        failed(ErrorCode.TRAINER_FAILED, run(data, "trainer.environment.MODE=torn"), "step-10", "cut short");
        failed(
                ErrorCode.TRAINER_FAILED,
                run(data, "trainer.environment.MODE=hang", "trainer.stallSeconds=2"),
                "no progress for 2 s");
        assertThat(trainers()).isEmpty();
    }

    @Test
    void itsNextActionFollowed_works(@TempDir Path data) throws IOException {
        failed(ErrorCode.TRAINER_FAILED, run(data, "trainer.environment.MODE=error"), "");
        InProcess mended = run(data);
        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(digest(mended)).isEqualTo(digest);
    }

    @Test
    void secrets_areNotInItsLog_norInItsEnvironment(@TempDir Path data) throws Exception {
        OnsetProcess run = OnsetProcess.start(
                data,
                Map.of("LAB_TOKEN", "hush-hush-1234", "AWS_SECRET_ACCESS_KEY", "of-the-store-5678"),
                arguments("trainer.environment.MODE=secret", "trainer.passEnvironment=[LAB_TOKEN]"));
        failed(
                ErrorCode.TRAINER_FAILED,
                new InProcess(run.exit(), "", run.text()),
                "the token is *** and the store's None");
        assertThat(run.text()).doesNotContain("hush-hush", "of-the-store");
        assertThat(Files.readString(data.resolve("store/studies/plain/logs/network.txt")))
                .contains("the token is ***")
                .doesNotContain("hush-hush");
    }

    private static void failed(ErrorCode code, InProcess run, String... words) {
        assertThat(run.code()).as(run.err()).isNotZero();
        assertThat(run.err()).contains(code.name() + ": ", code.nextAction()).contains(words);
    }

    private static List<Path> manifests(Path data) throws IOException {
        if (!Files.isDirectory(data.resolve("store/runs"))) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(data.resolve("store/runs"))) {
            return all.filter(file -> file.getParent().endsWith("log")).sorted().toList();
        }
    }

    private static Path blob(Path data, JsonNode commit, String part) {
        String sha = commit.get("parts").get(part).get("sha256").asText();
        return data.resolve("store/blobs/sha256/" + sha.substring(0, 2) + "/" + sha);
    }

    private static void damage(Path data, String part, int checkpoint) throws IOException {
        Path blob = blob(data, JSON.readTree(manifests(data).get(checkpoint).toFile()), part);
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length / 2] ^= 1;
        Files.setPosixFilePermissions(blob, PosixFilePermissions.fromString("rw-r--r--"));
        Files.write(blob, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    }
}
