package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a two-phase study can observe besides its own network, down to the report's tables. */
@Tag("e2e")
class ScienceOptionsTest {
    @TempDir
    Path data;

    private List<String> table(String name) throws IOException {
        return Files.readAllLines(data.resolve("reports/digits-quick/csv/" + name + ".csv"));
    }

    @Test
    void halvesWrongLabelsAndTheory_areInTheReport() throws IOException {
        InProcess.small(
                data,
                "run",
                "--set",
                "controls=[disjoint-halves]",
                "--set",
                "data.labelNoise=0.4",
                "--set",
                "observation.trainSamples=12",
                "--set",
                "observation.testSamples=12",
                "--set",
                "observation.players={kind: grid, rows: 2, columns: 2}");
        assertThat(table("generalisation"))
                .anyMatch(row -> row.startsWith("\"networks of disjoint halves") || row.contains("disjoint halves"))
                .anyMatch(row -> row.contains("class means of training and test samples"));
        assertThat(table("label-groups"))
                .anyMatch(row -> row.startsWith("true,"))
                .anyMatch(row -> row.startsWith("false,"));
        assertThat(table("theory"))
                .anyMatch(row -> row.startsWith("AND-OR interactions,") && row.contains(",theory,"))
                .anyMatch(row -> row.startsWith("AND interactions alone,") && row.contains("exponential tilt"));
        assertThat(table("theory-summary")).hasSize(3);
        assertThat(table("centroid")).anyMatch(row -> !row.endsWith(",,") && !row.startsWith("output"));
    }

    @Test
    void playersChosenImageByImage_haveNoClassMeans_andCleanLabelsNoGroups() throws IOException {
        InProcess.small(data, "run");
        assertThat(table("generalisation")).hasSize(1);
        assertThat(table("label-groups")).hasSize(1);
    }
}
