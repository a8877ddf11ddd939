package dev.onset.twophase;

import dev.onset.data.Legend;
import dev.onset.game.ObservationSpec.Baseline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text as a reader sees it: pieces of words are put together again. What frames the text is left out where it is never hidden, and
 * else, since it plays, only what fills it up.
 *
 * @param words in reading order
 * @param wordAt index of the word that each token belongs to; -1 for what is left out
 */
record ReadText(List<String> words, int[] wordAt) {
    private static final String PIECE = "##";

    /**
     * Reads one.
     *
     * @param from where the text begins in the rows
     */
    static ReadText of(Legend legend, Baseline baseline, float[] rows, int from, int features) {
        List<String> words = new ArrayList<>();
        int[] wordAt = new int[features];
        for (int i = 0; i < features; i++) {
            int number = (int) rows[from + i];
            String token = legend.token(number);
            if (number == legend.padding() || baseline == Baseline.MASK && legend.isFrame(number)) {
                wordAt[i] = -1;
            } else if (token.startsWith(PIECE) && i > 0 && wordAt[i - 1] >= 0) {
                wordAt[i] = wordAt[i - 1];
                words.set(wordAt[i], words.get(wordAt[i]) + token.substring(PIECE.length()));
            } else {
                wordAt[i] = words.size();
                words.add(token);
            }
        }
        return new ReadText(List.copyOf(words), wordAt);
    }

    /** The words that tokens belong to, each once, in order. */
    int[] wordsOf(int[] tokens) {
        return Arrays.stream(tokens)
                .map(token -> wordAt[token])
                .filter(word -> word >= 0)
                .distinct()
                .sorted()
                .toArray();
    }
}
