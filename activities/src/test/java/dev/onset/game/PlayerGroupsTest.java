package dev.onset.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.FieldException;
import dev.onset.data.Legend;
import dev.onset.game.ObservationSpec.Named;
import dev.onset.game.ObservationSpec.RandomBlocks;
import dev.onset.game.ObservationSpec.RandomFeatures;
import dev.onset.game.ObservationSpec.Words;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which variables of a sample a player is. */
@Tag("unit")
class PlayerGroupsTest {
    private static final Legend TEXT = new Legend(
            List.of(),
            List.of("[PAD]", "[CLS]", "[MASK]", "the", "film", "is", "un", "##watch", "##able", ".", "good"));

    /** [CLS] the film is unwatchable . good [PAD]. */
    private static final float[] SENTENCE = {1, 3, 4, 5, 6, 7, 8, 9, 10, 0};

    private static PlayerGroups words(int count, int seed) {
        return PlayerGroups.of(new Words(count, seed), List.of(10), SENTENCE, TEXT);
    }

    @Test
    void words_areWholeOnes_withoutStopWordsMarksAndFillers() {
        assertThat(words(3, 0).groups()).containsExactly(new int[] {2}, new int[] {4, 5, 6}, new int[] {8});
        assertThat(words(2, 0).groups()).containsExactly(new int[] {2}, new int[] {4, 5, 6});
        assertThatThrownBy(() -> words(4, 0)).isInstanceOf(FieldException.class).hasMessageContaining("a text has 3");
    }

    @Test
    void whatFramesAText_isNoPartOfIt_butWordsThatAreUnknownAre() {
        Legend legend = new Legend(List.of(), List.of("[PAD]", "[UNK]", "[CLS]", "</s>", "[MASK]", "film", "."));
        assertThat(IntStream.range(0, 7).filter(legend::isFrame)).containsExactly(0, 2, 3);
        assertThat(IntStream.range(0, 7).filter(legend::isSpecial)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aNumberDrawsTheSamePlayersEveryTime_andAnotherDrawsOthers() {
        RandomBlocks blocks = new RandomBlocks(2, 2, 4, 1);
        float[] row = new float[64];
        List<int[]> drawn =
                PlayerGroups.of(blocks, List.of(1, 8, 8), row, Legend.NONE).groups();
        assertThat(drawn).hasSize(4);
        row[5] = 9;
        assertThat(PlayerGroups.of(blocks, List.of(1, 8, 8), row, Legend.NONE).groups())
                .usingRecursiveComparison()
                .isEqualTo(drawn);
        assertThat(PlayerGroups.of(new RandomBlocks(2, 2, 4, 2), List.of(1, 8, 8), row, Legend.NONE)
                        .groups())
                .usingRecursiveComparison()
                .isNotEqualTo(drawn);
        assertThat(PlayerGroups.of(new RandomFeatures(5, 3), List.of(64), row, Legend.NONE)
                        .groups())
                .hasSize(5)
                .doesNotHaveDuplicates();
    }

    @Test
    void features_areFoundByName_inTheOrderOfTheirGroups() {
        Legend legend = new Legend(List.of("radius", "texture", "area"), List.of());
        Named named = new Named(new TreeMap<>(Map.of("size", List.of("area", "radius"), "feel", List.of("texture"))));
        assertThat(PlayerGroups.of(named, List.of(3), new float[3], legend).groups())
                .containsExactly(new int[] {1}, new int[] {2, 0});
        Named unknown = new Named(new TreeMap<>(Map.of("size", List.of("volume"))));
        assertThatThrownBy(() -> PlayerGroups.of(unknown, List.of(3), new float[3], legend))
                .hasMessageContaining("'volume'")
                .hasMessageContaining("radius, texture, area");
        Named twice = new Named(new TreeMap<>(Map.of("a", List.of("area"), "b", List.of("area"))));
        assertThatThrownBy(() -> PlayerGroups.of(twice, List.of(3), new float[3], legend))
                .hasMessageContaining("in group 'a' and in 'b'");
    }
}
