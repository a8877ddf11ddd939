package dev.onset.recovery;

import dev.onset.spectrum.MaskValues;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A game that is asked for a bounded number of masks; single masks are remembered and cost nothing again. Not thread-safe. */
final class Passes {
    private final MaskValues game;
    private final int words;
    private final int batch;
    private final int most;
    private final Map<BitSet, Double> known = new HashMap<>();
    private final double[][] values;
    private int used;
    private boolean refused;

    /** @param most passes that may be used */
    Passes(MaskValues game, int most) {
        this.game = game;
        this.words = (game.players() + 63) >>> 6;
        this.batch = game.batch();
        this.most = most;
        this.values = new double[game.outputs()][batch];
    }

    int players() {
        return game.players();
    }

    int used() {
        return used;
    }

    int left() {
        return most - used;
    }

    /** Whether a mask was asked for that there was no pass left for. */
    boolean refused() {
        return refused;
    }

    /** The game's first output on one mask; not a number, which differs from nothing, once no pass is left. */
    double at(long[] mask) {
        BitSet key = BitSet.valueOf(mask);
        Double before = known.get(key);
        if (before != null) {
            return before;
        }
        if (used >= most) {
            refused = true;
            return Double.NaN;
        }
        game.evaluate(mask, 1, values);
        used++;
        double value = checked(values[0][0]);
        known.put(key, value);
        return value;
    }

    /** The first output on some masks, all of which have to be affordable. */
    void at(long[] masks, int from, int to, double[] into) {
        if (to - from > left()) {
            throw new IllegalStateException((to - from) + " masks with " + left() + " passes left");
        }
        long[] some = new long[Math.min(batch, to - from) * words];
        for (int first = from; first < to; first += batch) {
            int count = Math.min(batch, to - first);
            System.arraycopy(masks, first * words, some, 0, count * words);
            game.evaluate(some, count, values);
            for (int i = 0; i < count; i++) {
                into[first + i] = checked(values[0][i]);
            }
            used += count;
        }
    }

    private static double checked(double value) {
        Checks.that(Double.isFinite(value), "the value of a mask is " + value + "; every value must be finite");
        return value;
    }
}
