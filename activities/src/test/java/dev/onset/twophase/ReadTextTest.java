package dev.onset.twophase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.data.Legend;
import dev.onset.game.ObservationSpec.Baseline;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A text as a reader sees it. */
@Tag("unit")
class ReadTextTest {
    private static final Legend LEGEND =
            new Legend(List.of(), List.of("[PAD]", "[CLS]", "[UNK]", "the", "un", "##watch", "##able", "film"));

    @Test
    void piecesAreOneWord_andWhatFramesTheTextIsLeftOut() {
        float[] rows = {7, 1, 3, 4, 5, 6, 2, 7, 0, 0};
        ReadText text = ReadText.of(LEGEND, Baseline.MASK, rows, 1, 9);
        assertThat(text.words()).containsExactly("the", "unwatchable", "[UNK]", "film");
        assertThat(text.wordsOf(new int[] {2, 3, 4})).containsExactly(1);
        assertThat(text.wordsOf(new int[] {6, 1})).containsExactly(0, 3);
        assertThat(text.wordsOf(new int[] {0, 7})).isEmpty();
        ReadText all = ReadText.of(LEGEND, Baseline.ZERO, rows, 1, 9);
        assertThat(all.words())
                .as("what can be hidden plays")
                .containsExactly("[CLS]", "the", "unwatchable", "[UNK]", "film");
    }
}
