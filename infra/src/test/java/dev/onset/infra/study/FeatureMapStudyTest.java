package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies whose players are blocks of a feature map inside a network that Onset trains. */
@Tag("e2e")
final class FeatureMapStudyTest {
    private static final String RELU = "conv_0_Relu_0";
    private static final String STUDY = """
            study: inside
            kind: two-phase
            data: { source: 'bundled:digits', train: 300, test: 500 }
            network: { layers: [ { type: conv, filters: 4, kernel: 3 }, { type: dense, units: 32 } ] }
            training: { steps: 60 }
            checkpoints: { log: [ { from: 10, count: 5 } ] }
            controls: []
            observation:
              players: { kind: feature-map, tensor: TENSOR, rows: 2, columns: 3 }
              trainSamples: 4
              testSamples: 4
              shardSize: 4
            detector: { resamples: 40 }
            """;

    @TempDir
    private Path folder;

    private InProcess onset(String verb, String tensor, String... further) throws IOException {
        return run("data", STUDY, verb, tensor, further);
    }

    private InProcess run(String data, String study, String verb, String tensor, String... further) throws IOException {
        Path file = Files.writeString(folder.resolve("inside.yaml"), study.replace("TENSOR", tensor));
        List<String> arguments = new ArrayList<>(List.of(verb, file.toString()));
        arguments.addAll(List.of(further));
        return InProcess.run(folder.resolve(data), arguments.toArray(new String[0]));
    }

    private static JsonNode work(InProcess run) throws IOException {
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void itIsObserved_isReused_andItsReportSaysWhereThePlayersAre() throws IOException {
        JsonNode first = work(onset("run", RELU, "--json"));
        Path report = folder.resolve("data/reports/inside");
        try (Stream<Path> pages = Files.walk(report)) {
            Path page = pages.filter(file -> file.getFileName().toString().endsWith(".html"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(page))
                    .contains("Players are blocks of tensor")
                    .contains(RELU)
                    .contains("6 players on the feature map");
        }
        JsonNode again = work(onset("run", RELU, "--json"));
        assertThat(again.get("digest")).isEqualTo(first.get("digest"));
        assertThat(again.get("work").toString()).contains("\"checkpointsComputed\":0", "\"observationsComputed\":0");
        JsonNode turned = work(onset(
                "run",
                RELU,
                "--json",
                "--set",
                "observation.players.rows=3",
                "--set",
                "observation.players.columns=2"));
        assertThat(turned.get("work").toString()).contains("\"checkpointsComputed\":0");
        assertThat(turned.get("digest")).as("other blocks are other players").isNotEqualTo(first.get("digest"));
    }

    @Test
    void aTensorThatDoesNotDo_isRefusedBeforeAnythingIsStored_namingThoseThatWould() throws IOException {
        for (String verb : List.of("plan", "run")) {
            InProcess refused = onset(verb, "conv_0");
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("STUDY_INVALID", "observation.players.tensor is 'conv_0'", RELU + " [4, 6, 6]");
        }
        assertThat(onset("plan", "dense_2_0").err()).contains("conv_0_0 [4, 6, 6]");
        assertThat(onset("plan", RELU, "--set", "observation.players.rows=7", "--set", "observation.players.columns=2")
                        .err())
                .contains("6 x 6 positions do not make 7 x 2 blocks", "image_0 [1, 8, 8]");
        assertThat(folder.resolve("data/store/runs")).doesNotExist();
    }

    @Test
    void orderSpectraAreOfTheSamePlayers() throws IOException {
        JsonNode run = work(onset("run", RELU, "--json", "--set", "observation.spectrum.use=alone"));
        assertThat(run.get("digest").asText()).isNotEmpty();
        JsonNode outcome = new ObjectMapper()
                .readTree(folder.resolve("data/reports/inside/outcome.json").toFile());
        assertThat(outcome.get("spectrum").get("players").asInt()).isEqualTo(6);
        assertThat(outcome.get("spectrum").get("exact").asBoolean()).isTrue();
    }

    @Test
    void importedCheckpointsGiveTheNumbersOfTheTrainedRun() throws IOException {
        JsonNode trained = work(onset("run", RELU, "--json"));
        Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
        Path store = folder.resolve("data/store");
        try (Stream<Path> logs = Files.walk(store.resolve("runs"))) {
            for (Path manifest :
                    logs.filter(file -> file.getParent().endsWith("log")).toList()) {
                JsonNode commit = new ObjectMapper().readTree(manifest.toFile());
                String sha = commit.get("parts").get("model.onnx").get("sha256").asText();
                Files.copy(
                        store.resolve("blobs/sha256/" + sha.substring(0, 2) + "/" + sha),
                        checkpoints.resolve("step_" + commit.get("step").asLong() + ".onnx"));
            }
        }
        String text = STUDY.replaceAll("(?m)^(network|training|checkpoints|controls):.*\\R", "")
                + "trainer: { kind: import, checkpoints: checkpoints }\n";
        assertThat(work(run("imported", text, "run", RELU, "--json")).get("digest"))
                .isEqualTo(trained.get("digest"));
        InProcess refused = run("imported", text, "plan", "dense_2");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("model checkpoints/step_0.onnx does not compute", RELU + " [4, 6, 6]");
    }
}
