package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finished studies beside each other: of one store, of two, of two kinds, a grid among them. */
@Tag("e2e")
class CompareTest {
    @TempDir
    static Path folder;

    private static Path data = Path.of("");
    private static Path other = Path.of("");

    @BeforeAll
    static void runStudies() {
        data = folder.resolve("data");
        other = folder.resolve("other");
        succeed(InProcess.small(data, "run"));
        succeed(InProcess.small(other, "run", "--seed", "5"));
        succeed(InProcess.small(data, "run", "--set", "study=pair", "--set", "grid.product={seed: [0, 5]}"));
        succeed(InProcess.run(
                data,
                "run",
                "grokking-modular-quick",
                "--set",
                "problem.prime=7",
                "--set",
                "problem.width=16",
                "--set",
                "training.steps=20",
                "--set",
                "checkpoints.linear=[]",
                "--set",
                "checkpoints.explicit=[10,20]"));
    }

    private static InProcess succeed(InProcess run) {
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private static JsonNode compared(String... arguments) throws IOException {
        InProcess run = InProcess.run(
                data,
                Stream.concat(Stream.of("compare", "--json"), Stream.of(arguments))
                        .toArray(String[]::new));
        return new ObjectMapper().readTree(succeed(run).out());
    }

    @Test
    void studiesOfTwoStores_areOnOnePageWithoutNetwork_andStoresStayAsTheyWere() throws IOException {
        long before = objects(data) + objects(other);
        JsonNode found = compared("digits-quick", other + "::digits-quick");
        assertThat(found.get("runs")).hasSize(2);
        assertThat(found.at("/runs/0/quantities/centroid first").asDouble()).isPositive();
        assertThat(found.at("/runs/0/quantities")).isNotEqualTo(found.at("/runs/1/quantities"));
        String page = Files.readString(Path.of(found.get("report").asText()));
        assertThat(page).contains("mean order").doesNotContain("src=\"http").doesNotContain("<script src");
        assertThat(objects(data) + objects(other)).isEqualTo(before);
    }

    /** The points of a grid have the numbers that they have alone. */
    @Test
    void aGridCountsWithAllItsPoints_whichHaveTheNumbersOfTheirOwnStudies() throws IOException {
        JsonNode found = compared("digits-quick", "pair");
        assertThat(found.get("runs")).hasSize(3);
        assertThat(found.at("/runs/1/name").asText()).isEqualTo("pair seed-0");
        assertThat(found.at("/runs/1/quantities")).isEqualTo(found.at("/runs/0/quantities"));
        assertThat(found.at("/runs/2/quantities")).isNotEqualTo(found.at("/runs/0/quantities"));
    }

    @Test
    void theSameStudies_giveTheSameDigest() throws IOException {
        assertThat(compared("digits-quick", "pair").get("digest"))
                .isEqualTo(compared("digits-quick", "pair").get("digest"));
    }

    @Test
    void whatCannotBeCompared_isRefusedInOneLine_andNoPageIsWritten() throws IOException {
        Path out = folder.resolve("none");
        refused("have no number in common", "digits-quick", "grokking-modular-quick", "--out", out.toString());
        refused("study absent was never run", "digits-quick", "absent", "--out", out.toString());
        refused("2 to 50 different studies", "digits-quick", "digits-quick", "--out", out.toString());
        refused("holds no studies", "digits-quick", folder.resolve("nowhere") + "::digits-quick");
        assertThat(out).doesNotExist();
    }

    private static void refused(String words, String... arguments) {
        InProcess run = InProcess.run(
                data, Stream.concat(Stream.of("compare"), Stream.of(arguments)).toArray(String[]::new));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().strip().lines()).singleElement().asString().contains(words);
    }

    private static long objects(Path where) throws IOException {
        try (Stream<Path> all = Files.walk(where.resolve("store"))) {
            return List.copyOf(all.filter(Files::isRegularFile).toList()).size();
        }
    }
}
