package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.onset.interactions.SparseExtractor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is computed once is not computed again, what must be is, and {@code plan} and {@code why} say so. */
@Tag("e2e")
class ReuseTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    private String digest = "";

    @BeforeEach
    void firstRun() throws IOException {
        assertThat(reused(InProcess.small(data, "run", "--json").out())).containsEntry("fit", false);
        digest = OnsetProcess.outcome(data, "digits-quick").get("digest").asText();
    }

    @Test
    void theSecondRunComputesNothingAndWritesNothingButItsOwnRecord() throws IOException {
        Map<String, Long> before = OnsetProcess.durable(data);
        InProcess again = InProcess.small(data, "run", "--json");
        assertThat(reused(again.out())).doesNotContainValue(false);
        assertThat(OnsetProcess.durable(data)).isEqualTo(before);
        JsonNode result = JSON.readTree(again.out());
        assertThat(result.get("digest").asText()).isEqualTo(digest);
        assertThat(result.get("work").get("checkpointsComputed").asInt()).isZero();
        assertThat(result.get("work").get("observationsComputed").asInt()).isZero();
        assertThat(result.get("work").get("fitComputed").asBoolean()).isFalse();
        assertThat(result.get("work").get("reportComputed").asBoolean()).isFalse();
    }

    @Test
    void anotherDetectorThresholdRunsFitAndReportAlone_asPlanSaidAndWhySays() throws IOException {
        String[] change = {"--set", "detector.maximumRoughness=1.5"};
        Map<String, Boolean> planned =
                reused(InProcess.small(data, "plan", with("--json", change)).out());
        assertThat(planned)
                .containsEntry("network/train", true)
                .containsEntry("network/losses", true)
                .containsEntry("network/interactions", true)
                .containsEntry("fit", false)
                .containsEntry("report", false);

        assertThat(reused(InProcess.small(data, "run", with("--json", change)).out()))
                .isEqualTo(planned);

        String why = InProcess.run(data, "why", "digits-quick").out();
        assertThat(why).contains("detector.maximumRoughness: 1.6 -> 1.5");
    }

    @Test
    void anotherLearningRateRunsEverything_asPlanSaidAndWhySays() throws IOException {
        String[] change = {"--set", "training.learningRate=0.04"};
        Map<String, Boolean> planned =
                reused(InProcess.small(data, "plan", with("--json", change)).out());
        assertThat(planned).doesNotContainValue(true);

        assertThat(reused(InProcess.small(data, "run", with("--json", change)).out()))
                .isEqualTo(planned);

        assertThat(InProcess.run(data, "why", "digits-quick").out()).contains("training.learningRate: 0.05 -> 0.04");
    }

    /** What an extractor with other last bits computed must not be taken for its successor's. */
    @Test
    void whatIsExtracted_andTheFit_areKeyedByTheExtractorsVersion() throws IOException {
        List<Path> extracted = results("/interactions/");
        assertThat(extracted).isNotEmpty();
        for (Path result : extracted) {
            assertThat(JSON.readTree(result.toFile())
                            .at("/fingerprint/parameters/extractor")
                            .asText())
                    .isEqualTo(SparseExtractor.VERSION);
        }
        for (Path result : results("/losses/")) {
            assertThat(JSON.readTree(result.toFile()).at("/fingerprint/parameters/extractor"))
                    .as("losses extract nothing")
                    .isEqualTo(MissingNode.getInstance());
        }
        assertThat(results("/fit/")).hasSize(1);
        assertThat(JSON.readTree(results("/fit/").get(0).toFile())
                        .at("/fingerprint/implementation")
                        .asText())
                .contains("extractor " + SparseExtractor.VERSION);
    }

    private List<Path> results(String part) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("store"))) {
            return files.filter(file -> file.toString().contains(part)
                            && file.getFileName().toString().matches("g\\d+\\.json"))
                    .toList();
        }
    }

    @Test
    void aLongerStudyTrainsOnFromItsLastCheckpoint() throws IOException {
        Map<String, Long> before = OnsetProcess.durable(data);
        InProcess longer =
                InProcess.small(data, "run", "--set", "checkpoints.explicit=[130]", "--set", "training.steps=130");
        assertThat(longer.code()).as(longer.err()).isZero();
        assertThat(OnsetProcess.durable(data)).containsAllEntriesOf(before);
    }

    @Test
    void aDamagedObservationIsFoundSaidAndComputedAgain() throws IOException {
        damage("/observations/");
        InProcess verified = InProcess.run(data, "verify");
        assertThat(verified.code()).isEqualTo(3);
        assertThat(verified.out() + verified.err()).contains("blobs/sha256/");

        InProcess again = InProcess.small(data, "run", "--json");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(JSON.readTree(again.out())
                        .get("work")
                        .get("observationsComputed")
                        .asInt())
                .isEqualTo(1);
        assertThat(OnsetProcess.outcome(data, "digits-quick").get("digest").asText())
                .isEqualTo(digest);
        assertThat(InProcess.run(data, "verify").code()).isZero();
    }

    @Test
    void aDamagedCheckpointIsTrainedAgainFromTheOneBefore() throws IOException {
        damage("/log/");
        InProcess again = InProcess.small(data, "run", "--json");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(JSON.readTree(again.out())
                        .get("work")
                        .get("checkpointsComputed")
                        .asInt())
                .isEqualTo(1);
        assertThat(OnsetProcess.outcome(data, "digits-quick").get("digest").asText())
                .isEqualTo(digest);
        assertThat(InProcess.run(data, "verify").code()).isZero();
    }

    /** Flips a byte of a blob that the newest record in a folder names. */
    private void damage(String folder) throws IOException {
        String record = OnsetProcess.durable(data).keySet().stream()
                .filter(path -> path.contains(folder))
                .reduce((first, second) -> second)
                .orElseThrow();
        JsonNode document = JSON.readTree(data.resolve("store").resolve(record).toFile());
        JsonNode refs = document.has("parts") ? document.get("parts") : document.get("outputs");
        String digestOfBlob = refs.elements().next().get("sha256").asText();
        Path blob = data.resolve("store/blobs/sha256")
                .resolve(digestOfBlob.substring(0, 2))
                .resolve(digestOfBlob);
        byte[] content = Files.readAllBytes(blob);
        content[content.length / 2] ^= 1;
        assertThat(blob.toFile().setWritable(true)).isTrue();
        Files.write(blob, content, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Stage to whether it is reused: of a run's stages, or of a plan's. */
    private static Map<String, Boolean> reused(String json) throws IOException {
        Map<String, Boolean> stages = new TreeMap<>();
        for (JsonNode stage : JSON.readTree(json).get("stages")) {
            stages.put(
                    stage.get("stage").asText(),
                    stage.has("reused")
                            ? stage.get("reused").asBoolean()
                            : !stage.get("willRun").asBoolean());
        }
        return stages;
    }

    private static String[] with(String first, String... others) {
        return Stream.concat(Stream.of(first), Stream.of(others)).toArray(String[]::new);
    }
}
