package dev.onset.twophase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.data.DataSpec;
import dev.onset.data.Dataset;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class VariantTest {
    @TempDir
    Path folder;

    private static final Variant WHOLE = new Variant("network", Optional.empty(), Optional.empty());
    private static final Variant FIRST =
            new Variant("half-1", Optional.of(TwoPhase.Control.DISJOINT_HALVES), Optional.of(0));
    private static final Variant SECOND =
            new Variant("half-2", Optional.of(TwoPhase.Control.DISJOINT_HALVES), Optional.of(1));

    private Split split(int train) throws IOException {
        int count = 40;
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i < count; i++) {
            csv.append(i).append(',').append(-i).append(',').append(i % 2).append('\n');
        }
        Files.writeString(folder.resolve("data.csv"), csv);
        DataSpec spec = new DataSpec("data.csv", "", DataSpec.Format.CSV, List.of(2), 2, 1, false, train, 10, 0, 0);
        Dataset data = DatasetReader.read(Map.of("data", folder.resolve("data.csv")), spec);
        return Split.of(data, spec, 3);
    }

    private static List<Float> firstFeatures(Variant variant, Split split) {
        float[] rows = variant.rows(split);
        assertThat(variant.labels(split)).hasSize(rows.length / 2);
        List<Float> firsts = new ArrayList<>();
        for (int i = 0; i < rows.length; i += 2) {
            assertThat(rows[i + 1]).isEqualTo(-rows[i]);
            assertThat(variant.labels(split)[i / 2]).isEqualTo((int) rows[i] % 2);
            firsts.add(rows[i]);
        }
        return firsts;
    }

    @Test
    void halves_areDisjoint_andTogetherAllTrainingExamples_withTheirLabels() throws IOException {
        for (int train : new int[] {20, 21}) {
            Split split = split(train);
            List<Float> both = new ArrayList<>(firstFeatures(FIRST, split));
            List<Float> second = firstFeatures(SECOND, split);
            assertThat(both).doesNotContainAnyElementsOf(second).hasSize((train + 1) / 2);
            both.addAll(second);
            assertThat(both).containsExactlyInAnyOrderElementsOf(firstFeatures(WHOLE, split));
        }
    }

    @Test
    void halves_startFromDifferentParameters() {
        assertThat(FIRST.seed(7)).isEqualTo(WHOLE.seed(7)).isNotEqualTo(SECOND.seed(7));
    }

    @Test
    void theWholeStudy_trainsOnTheSplitsOwnArrays() throws IOException {
        Split split = split(20);
        assertThat(WHOLE.rows(split)).isSameAs(split.trainRows());
        assertThat(Arrays.equals(WHOLE.labels(split), split.trainLabels())).isTrue();
    }
}
