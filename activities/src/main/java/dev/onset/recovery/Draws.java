package dev.onset.recovery;

import dev.onset.spectrum.RandomMasks;
import java.util.Arrays;

/** Values of a game at masks in which every player is present with probability 1/2; more are drawn as they are needed. */
final class Draws {
    /** Which stream of masks. */
    enum Stream {
        /** What lists are fitted to. */
        FITTED,
        /** What no fit sees. */
        UNTOUCHED
    }

    final int players;
    final int words;
    long[] masks = {};
    double[] values = {};
    int count;

    private final RandomMasks random;
    private final Stream stream;

    Draws(int players, RandomMasks random, Stream stream) {
        this.players = players;
        this.words = (players + 63) >>> 6;
        this.random = random;
        this.stream = stream;
    }

    /** Draws and evaluates masks until there are so many. */
    void extend(int to, Passes passes) {
        if (to <= count) {
            return;
        }
        long[] drawn = Arrays.copyOf(masks, to * words);
        long[] own = new long[RandomMasks.BLOCK * words];
        for (int from = count / RandomMasks.BLOCK * RandomMasks.BLOCK; from < to; from += RandomMasks.BLOCK) {
            int size = Math.min(RandomMasks.BLOCK, to - from);
            switch (stream) {
                case FITTED -> random.base(from / RandomMasks.BLOCK, size, own);
                case UNTOUCHED -> random.fresh(from / RandomMasks.BLOCK, size, own);
            }
            System.arraycopy(own, 0, drawn, from * words, size * words);
        }
        masks = drawn;
        values = Arrays.copyOf(values, to);
        passes.at(masks, count, to, values);
        count = to;
    }

    /** The mask of all players. */
    long[] everybody() {
        long[] mask = new long[words];
        for (int player = 0; player < players; player++) {
            mask[player >>> 6] |= 1L << player;
        }
        return mask;
    }

    /** What terms say of the masks. */
    double[] said(Terms terms) {
        double[] said = new double[count];
        for (int i = 0; i < count; i++) {
            said[i] = terms.at(masks, i * words);
        }
        return said;
    }

    /** What terms leave of the values. */
    double[] rest(Terms terms) {
        double[] rest = said(terms);
        for (int i = 0; i < count; i++) {
            rest[i] = values[i] - rest[i];
        }
        return rest;
    }

    /** The factor by which the terms explain most of the values. */
    double slope(Terms terms) {
        double[] said = said(terms);
        double variance = variance(said);
        double mean = mean(said);
        double covariance = 0;
        for (int i = 0; i < count; i++) {
            covariance += (said[i] - mean) * values[i] / count;
        }
        return variance > 0 ? covariance / variance : 1;
    }

    /** Mean of some numbers. */
    static double mean(double[] of) {
        return Arrays.stream(of).sum() / of.length;
    }

    /** Whether some numbers are one and the same; their computed variance need not be 0 then. */
    static boolean areEqual(double[] of) {
        for (double value : of) {
            if (value != of[0]) {
                return false;
            }
        }
        return true;
    }

    /** Variance of some numbers. */
    static double variance(double[] of) {
        double mean = mean(of);
        double sum = 0;
        for (double value : of) {
            sum += (value - mean) * (value - mean);
        }
        return sum / of.length;
    }
}
