package dev.onset.twophase.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.report.ReportDigest;
import dev.onset.twophase.report.TwoPhaseReport.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class PhaseOutcomeTest {
    private static final String[] FIELDS = {
        "study",
        "fingerprint",
        "verdict",
        "words",
        "tStar",
        "tStarInterval",
        "gapOnset",
        "centroid",
        "lossGap",
        "testAccuracy",
        "outputSensitivity",
        "checkpoints",
        "samples",
        "checks",
        "digest"
    };

    @Test
    void fields_areExactlyTheContract_inItsOrder() throws IOException {
        for (TwoPhaseReport r : List.of(Fixture.typical(), new Fixture().bare().build())) {
            JsonNode json = json(r);
            assertThat(names(json)).containsExactly(FIELDS);
            assertThat(names(json.get("centroid"))).containsExactly("first", "lowest", "last");
            assertThat(names(json.get("outputSensitivity"))).containsExactly("LOG_ODDS", "RUNNER_UP_MARGIN");
            assertThat(names(json.get("outputSensitivity").get("LOG_ODDS"))).containsExactly("fall", "rise");
        }
    }

    @Test
    void values_areTheModels() throws IOException {
        TwoPhaseReport r = Fixture.typical();
        JsonNode json = json(r);
        int last = r.steps().length - 1;
        assertThat(json.get("study").asText()).isEqualTo("digits");
        assertThat(json.get("verdict").asText()).isEqualTo("two-phase+onset");
        assertThat(json.get("tStar").asDouble()).isEqualTo(298);
        assertThat(json.get("tStarInterval").get(0).asDouble()).isEqualTo(298 * 0.88);
        assertThat(json.get("tStarInterval").get(1).asDouble()).isEqualTo(298 * 1.15);
        assertThat(json.get("gapOnset").asDouble()).isEqualTo(146);
        assertThat(json.get("centroid").get("first").asDouble())
                .isEqualTo(r.main().centroid()[0]);
        assertThat(json.get("centroid").get("lowest").asDouble())
                .isEqualTo(Arrays.stream(r.main().centroid()).min().orElseThrow());
        assertThat(json.get("centroid").get("last").asDouble())
                .isEqualTo(r.main().centroid()[last]);
        assertThat(json.get("lossGap").asDouble())
                .isEqualTo(r.losses().test().orElseThrow().gap()[last]);
        assertThat(json.get("testAccuracy").asDouble())
                .isEqualTo(r.losses().test().orElseThrow().accuracy()[last]);
        assertThat(json.get("outputSensitivity")
                        .get("RUNNER_UP_MARGIN")
                        .get("rise")
                        .asDouble())
                .isEqualTo(0.66);
        assertThat(json.get("checkpoints").asInt()).isEqualTo(23);
        assertThat(json.get("samples").asInt()).isEqualTo(48);
        assertThat(json.get("digest").asText()).matches("[0-9a-f]{64}").isEqualTo(ReportDigest.of(r));
    }

    @Test
    void whatDoesNotExist_isNull_neverZero() throws IOException {
        JsonNode json = json(new Fixture().bare().build());
        assertThat(json.get("verdict").asText()).isEqualTo("none");
        for (String field : List.of("tStar", "tStarInterval", "gapOnset", "lossGap", "testAccuracy")) {
            assertThat(json.get(field).isNull()).as(field).isTrue();
        }
        assertThat(json.get("outputSensitivity").get("LOG_ODDS").get("rise").isNull())
                .isTrue();
    }

    @Test
    void verdictNames_areTheContracts() {
        assertThat(Stream.of(Verdict.values()).map(Verdict::id))
                .containsExactly("two-phase+onset", "two-phase", "none");
    }

    @Test
    void checkpointsWithoutSalientInteractions_areNotTheLowest() {
        assertThat(PhaseOutcome.lowest(new double[] {0, 3, 2, 0})).isEqualTo(2);
        assertThat(PhaseOutcome.lowest(new double[] {0, 0})).isZero();
    }

    private static JsonNode json(TwoPhaseReport r) throws IOException {
        return new ObjectMapper().readTree(TwoPhaseFigures.render(r).get("outcome.json"));
    }

    private static List<String> names(JsonNode node) {
        List<String> out = new ArrayList<>();
        node.fieldNames().forEachRemaining(out::add);
        return out;
    }
}
