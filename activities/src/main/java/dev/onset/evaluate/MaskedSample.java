package dev.onset.evaluate;

import java.util.List;

/**
 * A sample whose features are grouped into players, to be evaluated under masks: x_T keeps the players in T and shows the
 * baseline in place of the others; what is in no player stays.
 *
 * @param row the sample's features
 * @param baseline what an absent player shows, feature by feature
 * @param players feature indices of each player; disjoint
 * @param buffer where rows are laid out, for evaluators that take nothing but rows
 */
public record MaskedSample(float[] row, float[] baseline, List<int[]> players, Buffer buffer) {
    /** Room for masked rows, reused from call to call by one thread; it is taken when it is first needed. */
    public static final class Buffer {
        private float[] rows = {};

        private float[] of(int length) {
            if (rows.length < length) {
                rows = new float[length];
            }
            return rows;
        }
    }

    /** Longs that one mask takes; bit i of them is player i. */
    public int words() {
        return words(players.size());
    }

    /** Longs that a mask of so many players takes. */
    public static int words(int players) {
        return (players + 63) >>> 6;
    }

    /**
     * The rows of some masks, [count x features], in the buffer: valid until the next call.
     *
     * @param masks bit-packed, {@link #words} longs each
     */
    public float[] rows(long[] masks, int count) {
        int features = row.length;
        float[] rows = buffer.of(Math.multiplyExact(count, features));
        int words = words();
        for (int i = 0; i < count; i++) {
            mask(masks, i * words, rows, i * features);
        }
        return rows;
    }

    private void mask(long[] masks, int mask, float[] into, int at) {
        System.arraycopy(row, 0, into, at, row.length);
        for (int player = 0; player < players.size(); player++) {
            if ((masks[mask + (player >>> 6)] >>> player & 1) == 0) {
                for (int feature : players.get(player)) {
                    into[at + feature] = baseline[feature];
                }
            }
        }
    }
}
