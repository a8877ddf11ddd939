package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.checkpoint.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that a program of the study's own evaluates give the report that ONNX Runtime gives of them, killed or not. */
@Tag("e2e")
final class ProcessEvaluatorStudyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FEATURES = 64;
    private static final int CLASSES = 10;
    private static final String DATA = """
            kind: two-phase
            data: { source: 'bundled:digits', train: 100, test: 100 }
            """;
    private static final List<String> SMALL = List.of(
            "--set", "observation.players.count=6",
            "--set", "observation.trainSamples=4",
            "--set", "observation.testSamples=4",
            "--set", "observation.shardSize=4",
            "--set", "detector.resamples=40");

    @TempDir
    static Path folder;

    private static Path study;
    private static String digest;

    @BeforeAll
    static void trainLinearNetworks_andRunUninterrupted() throws Exception {
        Path trained = Files.writeString(folder.resolve("trained.yaml"), "study: trained\n" + DATA + """
                network: { layers: [] }
                training: { steps: 120, learningRate: 0.5 }
                checkpoints: { log: [ { from: 10, count: 5 } ] }
                controls: []
                """);
        run("trained", trained);
        Path onnx = Files.createDirectory(folder.resolve("onnx"));
        Path opaque = Files.createDirectory(folder.resolve("opaque"));
        Path store = folder.resolve("trained/store");
        try (Stream<Path> logs = Files.walk(store.resolve("runs"))) {
            for (Path manifest :
                    logs.filter(file -> file.getParent().endsWith("log")).toList()) {
                JsonNode commit = JSON.readTree(manifest.toFile());
                String step = "step_" + commit.get("step").asLong();
                Files.copy(part(store, commit, "model.onnx"), onnx.resolve(step + ".onnx"));
                export(part(store, commit, "parameters.npy"), opaque.resolve(step + ".f32"));
            }
        }
        EvaluatorStudies.script(folder);
        Files.writeString(opaque.resolve("losses_7.csv"), "no checkpoint, whatever its number");
        study = study("mine", "opaque", "evaluator: " + EvaluatorStudies.evaluator("well"));
        run("whole", study);
        digest = outcome("whole", "mine").get("digest").asText();
    }

    private static Path study(String name, String checkpoints, String more) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                "study: " + name + "\n" + DATA + "trainer: { kind: import, checkpoints: " + checkpoints + " }\n"
                        + more);
    }

    private static Path part(Path store, JsonNode commit, String name) {
        String sha = commit.get("parts").get(name).get("sha256").asText();
        return store.resolve("blobs/sha256/" + sha.substring(0, 2) + "/" + sha);
    }

    /** The weights lie output by output in a checkpoint. */
    private static void export(Path parameters, Path to) throws IOException {
        float[] all = Npy.readFloats(parameters);
        float[] numbers = all.clone();
        for (int f = 0; f < FEATURES; f++) {
            for (int o = 0; o < CLASSES; o++) {
                numbers[f * CLASSES + o] = all[o * FEATURES + f];
            }
        }
        EvaluatorStudies.model(to, numbers);
    }

    private static String[] arguments(Path file, String... further) {
        List<String> arguments = new ArrayList<>(List.of("run", file.toString(), "--json"));
        arguments.addAll(SMALL);
        arguments.addAll(List.of(further));
        return arguments.toArray(new String[0]);
    }

    private static JsonNode run(String data, Path file, String... further) throws IOException {
        InProcess run = InProcess.run(folder.resolve(data), arguments(file, further));
        assertThat(run.code()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }

    private static JsonNode outcome(String data, String name) throws IOException {
        return JSON.readTree(
                folder.resolve(data + "/reports/" + name + "/outcome.json").toFile());
    }

    @Test
    void theReportIsThatOfTheOnnxImport_toSinglePrecision() throws IOException {
        // last bits of the outputs may choose among equally sparse interactions, unless there is but one choice
        String[] canonical = {"--set", "observation.canonical=true"};
        run("onnx-data", study("onnx", "onnx", ""), canonical);
        run("whole", study, canonical);
        JsonNode byOnnx = outcome("onnx-data", "onnx");
        JsonNode byProgram = outcome("whole", "mine");
        assertThat(byProgram.get("verdict")).isEqualTo(byOnnx.get("verdict"));
        for (String value : List.of("first", "lowest", "last")) {
            assertThat(byProgram.get("centroid").get(value).asDouble())
                    .isCloseTo(byOnnx.get("centroid").get(value).asDouble(), within(1e-4));
        }
        assertThat(byProgram.get("lossGap").asDouble())
                .isCloseTo(byOnnx.get("lossGap").asDouble(), within(1e-6));
        assertThat(byProgram.get("testAccuracy")).isEqualTo(byOnnx.get("testAccuracy"));
    }

    @Test
    void killedWhileItObserves_andStartedAgain_givesTheSameDigest() throws Exception {
        Path data = folder.resolve("killed");
        OnsetProcess doomed =
                OnsetProcess.start(data, Map.of("ONSET_CRASH_AT", "during-observation:40"), arguments(study));
        assertThat(doomed.exit()).as(doomed.text()).isEqualTo(137);
        JsonNode work = run("killed", study).get("work");
        assertThat(work.get("observationsReused").asInt()).isPositive();
        assertThat(outcome("killed", "mine").get("digest").asText()).isEqualTo(digest);
    }

    @Test
    void anEditedScriptReusesNothing_andTheSameOneEverything() throws IOException {
        assertThat(run("whole", study).get("work").get("observationsComputed").asInt())
                .isZero();
        Path script = folder.resolve("LinearEvaluator.java");
        String before = Files.readString(script);
        try {
            Files.writeString(script, "\n// edited\n", StandardOpenOption.APPEND);
            JsonNode work = run("whole", study).get("work");
            assertThat(work.get("observationsReused").asInt()).isZero();
            assertThat(work.get("checkpointsComputed").asInt())
                    .as("checkpoints do not depend on who evaluates them")
                    .isZero();
        } finally {
            Files.writeString(script, before);
        }
    }

    @Test
    void theNetworksOwnValue_isAnOutputOfItsEvaluatorAlone(@TempDir Path other) throws IOException {
        String file = EvaluatorStudies.small(other, "well");
        InProcess run = InProcess.run(other.resolve("data"), "run", file, "--set", "observation.outputs=[value]");
        assertThat(run.code()).as(run.err()).isZero();
        InProcess refused = InProcess.run(
                other.resolve("data"),
                "run",
                file,
                "--set",
                "observation.outputs=[value]",
                "--set",
                "evaluator={kind: onnx}");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("observation.outputs", "only an evaluator of the study's own");
    }

    @Test
    void whatFailsOnlyInAWorker_failsTheStudyWithItsCode(@TempDir Path other) throws IOException {
        InProcess run = InProcess.run(
                other.resolve("data"),
                "run",
                EvaluatorStudies.small(other, "dropout"),
                "--set",
                "evaluator.checkAtPlan=false");
        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains("EVALUATOR_INVALID", "asked the same twice");
    }
}
