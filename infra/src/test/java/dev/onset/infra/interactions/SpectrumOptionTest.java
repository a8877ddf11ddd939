package dev.onset.infra.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.evaluate.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code onset interactions --spectrum}: the order spectrum of one game, beside its interactions or alone. */
@Tag("e2e")
class SpectrumOptionTest extends InteractionsRuns {
    @Test
    void theExactSpectrumStandsBesideTheInteractions_whichAreAsWithoutIt() throws IOException {
        String game = fixtureGame();
        JsonNode plain = found("--values", game);
        JsonNode both = found("--values", game, "--spectrum");
        JsonNode spectrum = both.get("spectrum");
        assertThat(both.get("objective")).isEqualTo(plain.get("objective"));
        assertThat(plain.has("spectrum")).isFalse();
        assertThat(spectrum.get("meanOrder").asDouble()).isCloseTo(1.1096054683706862, within(1e-9));
        assertThat(spectrum.get("passes").asInt()).isEqualTo(1024);
        for (String field : List.of("interval", "shares", "intervals", "variance", "influences")) {
            assertThat(spectrum.has(field)).as(field).isTrue();
        }
        assertThat(found("--values", game, "--spectrum", "--p", "0.25")
                        .get("spectrum")
                        .get("meanOrder")
                        .asDouble())
                .isNotEqualTo(spectrum.get("meanOrder").asDouble());
    }

    @Test
    void samplesForceSampling_atAnyNumberOfPlayers() throws IOException {
        JsonNode spectrum = found("--values", fixtureGame(), "--spectrum", "--samples", "4096")
                .get("spectrum");
        assertThat(spectrum.get("exact").asBoolean()).isFalse();
        assertThat(spectrum.get("interval").get(0).asDouble()).isLessThan(1.11);
        assertThat(spectrum.get("interval").get(1).asDouble()).isGreaterThan(1.11);
        assertThat(spectrum.get("passes").asInt()).isGreaterThan(8000);
        assertThat(spectrum.get("why").asText()).contains("passes");
    }

    @Test
    void beyondTwentyPlayersNoExtractionRuns_unlessZoomAsksForOne() throws IOException {
        String model = TestModels.mlp(40, 16, 3).write(folder).toString();
        String sample = sample(40);
        JsonNode alone = found("--model", model, "--sample", sample, "--spectrum", "--samples", "512");
        assertThat(alone.get("n").asInt()).isEqualTo(40);
        assertThat(alone.has("and")).isFalse();
        assertThat(alone.has("zoom")).isFalse();
        assertThat(alone.get("spectrum").get("meanOrder").asDouble()).isGreaterThan(0.9);
        assertThat(err.toString()).contains("ignored dataset");
        JsonNode zoomed = found("--model", model, "--sample", sample, "--spectrum", "--samples", "512", "--zoom", "4");
        assertThat(zoomed.get("zoom").get("players")).hasSize(4);
        assertThat(zoomed.get("zoom").get("interactions").get("and")).hasSize(16);
        assertThat(zoomed.get("zoom").get("explained").asDouble()).isBetween(0.05, 1.0);
        assertThat(interactions("--model", model, "--sample", sample)).isNotZero();
        assertThat(err.toString()).contains("40 players").contains("--spectrum takes more");
    }

    @Test
    void aConstantGameHasNoMeanOrder() throws IOException {
        String game =
                Files.writeString(folder.resolve("g.json"), "[2, 2, 2, 2]").toString();
        JsonNode spectrum = found("--values", game, "--spectrum").get("spectrum");
        assertThat(spectrum.get("meanOrder").isNull()).isTrue();
        assertThat(spectrum.get("why").asText()).contains("no mean order");
    }

    @Test
    void whatCannotBeSampledIsRefused_inOneLine() throws IOException {
        String game = fixtureGame();
        assertThat(interactions("--values", game, "--spectrum", "--p", "1")).isNotZero();
        assertThat(err.toString()).contains("--p is 1.0").contains("nothing was written");
        assertThat(interactions("--values", game, "--spectrum", "--samples", "3"))
                .isNotZero();
        assertThat(err.toString()).contains("--samples is 3");
        assertThat(interactions("--values", game, "--spectrum", "--zoom", "4")).isNotZero();
        assertThat(err.toString()).contains("--zoom needs --model");
        assertThat(interactions("--values", game, "--samples", "512")).isNotZero();
    }
}
