package dev.onset.infra.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code onset interactions}: a game in, certified interactions out, no study and no store. */
@Tag("e2e")
class InteractionsCommandTest extends InteractionsRuns {
    private String values(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void aFixtureGameComesWithinItsToleranceOfTheKnownOptimum() throws IOException {
        assertThat(interactions("--values", fixtureGame())).as(err.toString()).isZero();
        JsonNode found = JSON.readTree(out.toString());
        assertThat(found.get("n").asInt()).isEqualTo(10);
        assertThat(found.get("objective").asDouble()).isBetween(88.3886, 88.3886 * 1.001);
        assertThat(found.get("lowerBound").asDouble()).isLessThanOrEqualTo(88.3887);
        assertThat(found.get("gap").asDouble()).isLessThanOrEqualTo(1e-3);
        for (String field : List.of("values", "and", "or")) {
            assertThat(found.get(field)).hasSize(1024);
        }
        assertThat(found.get("orders").get("and").get("positive")).hasSize(11);
    }

    @Test
    void anAndOfTwoPlayersIsFoundAsSuch() throws IOException {
        assertThat(interactions("--values", values("g.json", "[1, 1, 1, 3]"))).isZero();
        JsonNode found = JSON.readTree(out.toString());
        assertThat(found.get("and").get(3).asDouble()).isCloseTo(2, within(1e-6));
        assertThat(found.get("harsanyi").get("and").get(3).asDouble()).isEqualTo(2);
    }

    @Test
    void resultsGoToAFileWhenAskedFor() throws IOException {
        Path file = folder.resolve("found.json");
        assertThat(interactions("--values", values("g.json", "{\"v\": [0, 1]}"), "--out", file.toString()))
                .isZero();
        assertThat(JSON.readTree(file.toFile()).get("and").get(1).asDouble()).isEqualTo(1);
        assertThat(out.toString()).contains("1 players", "found.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[0, 1, 2] | 3 values",
                "[0, NaN] | value[1] is NaN",
                "[0, 1 | no JSON",
                "{\"v\": [0, \"Infinity\"]} | finite",
                "{\"w\": [0]} | holds no values",
                "[] | 0 values"
            })
    void badValuesAreRefusedInOneLine(String content, String names) throws IOException {
        assertThat(interactions("--values", values("g.json", content))).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("g.json", names);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[0, null] | value[1] is null",
                "[0, \"1\"] | value[1] is \"1\"",
                "[0, true] | value[1] is true",
                "[0, 1] [2, 3] | goes on after",
                "{\"v\": [0, 1], \"v\": [0, 2]} | Duplicate",
                "{\"s\": [1, 0], \"v\": [0, 1]} | field 's'",
                "{\"S\": [0, 0], \"v\": [0, 1]} | coalition 0 comes twice",
                "{\"S\": [0, 2], \"v\": [0, 1]} | lacks coalition 1",
                "{\"S\": [0], \"v\": [0, 1]} | 1 coalitions in S and 2 values",
                "{\"S\": [0, 1.5], \"v\": [0, 1]} | S[1] is 1.5",
                "{\"S\": [0, null], \"v\": [0, 1]} | S[1] is null",
                "[0, 1e300] | coalition 1",
                "'' | is empty"
            })
    void whatAJsonLibraryWouldQuietlyTakeForANumber_isRefusedWhereItStands(String content, String names)
            throws IOException {
        badValuesAreRefusedInOneLine(content, names);
    }

    @Test
    void coalitionsNamedInJson_areHeeded_inAnyOrder() throws IOException {
        assertThat(interactions("--values", values("g.json", "{\"S\": [3, 2, 1, 0], \"v\": [3, 1, 2, 0]}")))
                .isZero();
        assertThat(JSON.readTree(out.toString()).get("values").toString()).isEqualTo("[0.0,2.0,1.0,3.0]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "S,v;0,0;1,2 | a plain table",
                "\uFEFFS,v;0,0;1,2 | a byte order mark",
                ",S,v;0,0,0;1,1,2 | an index without name, as pandas writes it",
                "S,v;0.0,0;1.0,2 | whole numbers with a point, as pandas writes them",
                "S,v;1,2;;0,0 | any order, blank lines"
            })
    void tablesOfOtherTools_areReadAlike(String table, String what) throws IOException {
        assertThat(interactions("--values", values("g.csv", table.replace(';', '\n'))))
                .as(what)
                .isZero();
        assertThat(JSON.readTree(out.toString()).get("values").toString()).isEqualTo("[0.0,2.0]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "S,v,v;0,0,9;1,1,9 | column v twice",
                "S,v,S;0,0,9;1,1,9 | column S twice",
                "S,v;0,0;1,\"1 | line 3: a quote is opened",
                "S,v;0,0;1 | line 3: has 1 columns",
                "S,v;0,0;1, | value '' is no finite number",
                "S,v;0,0;1,nan | value 'nan'",
                "S,v;0,0;1,0x1p3 | value '0x1p3'",
                "S,v;0,0;1.5,1 | coalition 1.5",
                "S,v;0,0;\u0661,1 | coalition '\u0661'"
            })
    void tablesThatSayTwoThingsOrNone_areRefusedWhereTheyDo(String table, String names) throws IOException {
        assertThat(interactions("--values", values("g.csv", table.replace(';', '\n'))))
                .isEqualTo(2);
        assertThat(err.toString()).contains("MODEL_INVALID", "g.csv", names);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void outputThatCannotBe_isRefusedBeforeAnythingIsRead() {
        assertThat(interactions("--values", "no such game", "--out", folder + "/none/o.json"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("folder that does not exist: " + folder.resolve("none"));
    }

    @Test
    void aTableThatLacksOrRepeatsACoalitionIsRefused() throws IOException {
        assertThat(interactions("--values", values("g.csv", "S,v\n0,1\n1,2\n3,4\n")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("lacks coalition 2");
        assertThat(interactions("--values", values("h.csv", "S,v\n0,1\n0,2\n"))).isEqualTo(2);
        assertThat(err.toString()).contains("coalition 0 comes twice");
        assertThat(interactions("--values", values("i.csv", "coalition,v\n0,1\n")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("columns S and v");
    }

    @Test
    void morePlayersThanTheMethodTakesAreRefusedWithWhatItWouldNeed() throws IOException {
        StringBuilder game = new StringBuilder("[0");
        for (int s = 1; s < 1 << 17; s++) {
            game.append(",0");
        }
        String file = values("g.json", game.append(']').toString());
        assertThat(interactions("--values", file)).isEqualTo(2);
        assertThat(err.toString()).contains("17 players", "takes 16", "MB");
        assertThat(interactions("--values", file, "--solver", "harsanyi", "--out", folder + "/o.json"))
                .isZero();
    }

    @Test
    void optionsOutOfRangeAreRefused() throws IOException {
        String file = values("g.json", "[0, 1]");
        assertThat(interactions("--values", file, "--noise-bound", "-1")).isEqualTo(2);
        assertThat(interactions("--values", file, "--solver", "fast")).isEqualTo(2);
        assertThat(interactions("--values", file, "--tolerance", "0")).isEqualTo(2);
        assertThat(interactions()).isEqualTo(2);
        assertThat(interactions("--values", file, "--model", "m.onnx")).isEqualTo(2);
    }
}
