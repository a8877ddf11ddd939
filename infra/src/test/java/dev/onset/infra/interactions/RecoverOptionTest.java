package dev.onset.infra.interactions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.evaluate.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code onset interactions --recover}: named interactions of a game of many players, with what they explain. */
@Tag("e2e")
class RecoverOptionTest extends InteractionsRuns {
    /** v = 2 where players 1 and 3 are both present, and -1 where 0 or 2 is. */
    private String table() throws IOException {
        return game(s -> ((s & 10) == 10 ? 2 : 0) - ((s & 5) != 0 ? 1 : 0));
    }

    private String game(IntUnaryOperator value) throws IOException {
        String values = IntStream.range(0, 1 << 10)
                .mapToObj(s -> Integer.toString(value.applyAsInt(s)))
                .collect(Collectors.joining(","));
        return Files.writeString(folder.resolve("game.json"), "[" + values + "]")
                .toString();
    }

    @Test
    void interactionsAreNamedWithWhatTheyExplain() throws IOException {
        JsonNode recovery = found("--values", table(), "--recover", "1000").get("recovery");
        assertThat(StreamSupport.stream(recovery.get("interactions").spliterator(), false)
                        .map(term -> term.get("kind").asText() + term.get("players"))
                        .toList())
                .isEqualTo(List.of("and[1,3]", "or[0,2]"));
        assertThat(recovery.get("bound").asDouble()).isGreaterThan(0.999);
        assertThat(recovery.get("explanation").asBoolean()).isTrue();
        assertThat(recovery.get("passes").asInt()).isLessThanOrEqualTo(1000);
        assertThat(recovery.get("untouched").asInt()).isEqualTo(128);
    }

    @Test
    void aModelsListSaysWhetherItIsAnExplanation_andNoExtractionRuns() throws IOException {
        String model = TestModels.mlp(40, 16, 3).write(folder).toString();
        JsonNode alone = found("--model", model, "--sample", sample(40), "--recover", "2000");
        assertThat(alone.get("n").asInt()).isEqualTo(40);
        assertThat(alone.has("and")).isFalse();
        assertThat(alone.has("spectrum")).isFalse();
        JsonNode recovery = alone.get("recovery");
        assertThat(recovery.get("bound").asDouble())
                .isLessThan(recovery.get("explained").asDouble());
        assertThat(err.toString()).contains("ignored dataset");
        String file = folder.resolve("out.json").toString();
        assertThat(interactions("--model", model, "--sample", sample(40), "--recover", "600", "--out", file))
                .isZero();
        assertThat(out.toString()).contains("40 players").contains("untouched masks");
        assertThat(JSON.readTree(Path.of(file).toFile()).has("recovery")).isTrue();
    }

    @Test
    void whatWasRecoveredBefore_isStartedFrom() throws IOException {
        Path before = folder.resolve("before.json");
        assertThat(interactions("--values", table(), "--recover", "1000", "--out", before.toString()))
                .isZero();
        JsonNode cold = found("--values", table(), "--recover", "1000").get("recovery");
        JsonNode warm = found("--values", table(), "--recover", "1000", "--recover-from", before.toString())
                .get("recovery");
        assertThat(warm.get("interactions")).hasSameSizeAs(cold.get("interactions"));
        assertThat(warm.get("passes").asInt()).isLessThan(cold.get("passes").asInt());
    }

    @Test
    void aStartThatIsNone_isRefusedWithItsPlace() throws IOException {
        String[][] cases = {
            {"{}", "lacks the field recovery"},
            {"{\"recovery\": {}}", "recovery.interactions is"},
            {of("[1, 10]", "and", "1"), "recovery.interactions[0].players is [1, 10]"},
            {of("[1, 1]", "and", "1"), "players is [1, 1]"},
            {of("[]", "and", "1"), "players is []"},
            {of("[1]", "xor", "1"), "kind is 'xor'"},
            {of("[1]", "and", "NaN"), "coefficient is NaN"},
        };
        Path file = folder.resolve("start.json");
        for (String[] one : cases) {
            Files.writeString(file, one[0]);
            assertThat(interactions("--values", table(), "--recover", "600", "--recover-from", file.toString()))
                    .as(one[0])
                    .isNotZero();
            assertThat(err.toString())
                    .contains("--recover-from " + file)
                    .contains(one[1])
                    .contains("nothing was computed");
        }
        assertThat(interactions("--values", table(), "--recover-from", file.toString()))
                .isNotZero();
        assertThat(err.toString()).contains("--recover-from is given without --recover");
    }

    private static String of(String players, String kind, String coefficient) {
        return "{\"recovery\": {\"interactions\": [{\"kind\": \"" + kind + "\", \"players\": " + players
                + ", \"coefficient\": " + coefficient + "}]}}";
    }

    @Test
    void aGameThatNoListExplains_isSaidToBeSuch() throws IOException {
        // the parity of ten players: a list of ANDs and ORs needs a thousand terms
        JsonNode recovery = found("--values", game(s -> Integer.bitCount(s) % 2), "--recover", "600")
                .get("recovery");
        assertThat(recovery.get("explanation").asBoolean()).isFalse();
        assertThat(recovery.get("bound").asDouble()).isLessThan(0.9);
        assertThat(recovery.get("verdict").asText()).startsWith("the list is no explanation");
    }

    @Test
    void aGameThatNoMaskChanges_isSaidToBeSuch() throws IOException {
        JsonNode recovery = found("--values", game(s -> 3), "--recover", "600").get("recovery");
        assertThat(recovery.get("interactions")).isEmpty();
        assertThat(recovery.get("verdict").asText()).startsWith("the game changes on no mask that was drawn");
    }

    @Test
    void optionsOfAnExtraction_areRefusedBesideIt() throws IOException {
        String game = table();
        for (String[] option : new String[][] {
            {"--noise-bound", "auto"}, {"--solver", "harsanyi"}, {"--tolerance", "1e-2"}, {"--canonical"}
        }) {
            List<String> all = new ArrayList<>(List.of("--values", game, "--recover", "600"));
            all.addAll(List.of(option));
            assertThat(interactions(all.toArray(String[]::new))).as(option[0]).isEqualTo(2);
            assertThat(err.toString()).contains(option[0] + " is given with --recover");
        }
    }

    @Test
    void theSpectrumStandsBesideItWhereItIsAsked() throws IOException {
        JsonNode both = found("--values", table(), "--recover", "1000", "--spectrum");
        assertThat(both.get("spectrum").get("meanOrder").asDouble()).isGreaterThan(1);
        assertThat(both.has("recovery")).isTrue();
        assertThat(both.has("objective")).isFalse();
    }

    @Test
    void whatCannotBeRecoveredIsRefused_inOneLine() throws IOException {
        String game = table();
        assertThat(interactions("--values", game, "--recover", "10")).isNotZero();
        assertThat(err.toString())
                .contains("--recover is 10; it must be within 512..")
                .contains("nothing was written");
        assertThat(interactions("--values", game, "--recover", "many")).isNotZero();
        assertThat(err.toString()).contains("--recover");
        assertThat(interactions("--recover", "1000")).isNotZero();
        String model = TestModels.mlp(40, 16, 3).write(folder).toString();
        assertThat(interactions("--model", model, "--sample", sample(39), "--recover", "1000"))
                .isNotZero();
        assertThat(err.toString()).contains("x has 39 entries; the model takes 40");
    }
}
