package dev.onset.recovery;

import dev.onset.recovery.Interaction.Kind;
import dev.onset.spectrum.WeightedBits;
import java.util.Arrays;

/**
 * Candidate terms on random masks, one bit a mask: an AND, an OR or a parity of players. A column's function is 1 - 2 x on a parity,
 * and the standardised x on the others, so that all have mean 0 and variance 1 over all masks. Products of columns are counts of
 * bits. Not thread-safe.
 */
final class Columns {
    private final int players;
    private final int words;
    private final int allMasks;
    private long[] bits;
    private int size;
    private double[] low = new double[64];
    private double[] step = new double[64];

    /** Begins with the parities of single players, column i being player i. */
    Columns(Draws draws) {
        this.players = draws.players;
        this.allMasks = draws.count;
        this.words = (allMasks + 63) >>> 6;
        this.bits = new long[Math.multiplyExact(players, words)];
        for (int player = 0; player < players; player++) {
            grow();
            int at = size * words;
            for (int i = 0; i < allMasks; i++) {
                bits[at + (i >>> 6)] |= (draws.masks[i * draws.words + (player >>> 6)] >>> player & 1) << i;
            }
            parityScale();
        }
    }

    int size() {
        return size;
    }

    /** Adds the parity of some players. */
    int parity(int[] of) {
        grow();
        int at = size * words;
        Arrays.fill(bits, at, at + words, 0);
        for (int player : of) {
            for (int w = 0; w < words; w++) {
                bits[at + w] ^= bits[player * words + w];
            }
        }
        parityScale();
        return size - 1;
    }

    /** Adds an AND or an OR of some players. */
    int term(Kind kind, int[] of) {
        grow();
        int at = size * words;
        Arrays.fill(bits, at, at + words, kind == Kind.AND ? -1 : 0);
        for (int player : of) {
            for (int w = 0; w < words; w++) {
                long column = bits[player * words + w];
                bits[at + w] = kind == Kind.AND ? bits[at + w] & column : bits[at + w] | column;
            }
        }
        if (allMasks % 64 != 0) {
            bits[at + words - 1] &= (1L << allMasks % 64) - 1;
        }
        double presence = Math.pow(0.5, of.length);
        double q = kind == Kind.AND ? presence : 1 - presence;
        double scale = Math.sqrt(q * (1 - q));
        low[size] = -q / scale;
        step[size] = 1 / scale;
        size++;
        return size - 1;
    }

    private void parityScale() {
        low[size] = 1;
        step[size] = -2;
        size++;
    }

    private void grow() {
        if (size == low.length) {
            low = Arrays.copyOf(low, 2 * size);
            step = Arrays.copyOf(step, 2 * size);
        }
        if ((size + 1) * words > bits.length) {
            // by a quarter: of many players twice as many would not fit beside the old ones
            bits = Arrays.copyOf(bits, Math.multiplyExact(size + Math.max(64, size / 4), words));
        }
    }

    /** Value of a column where its bit is set, less that where it is not. */
    double step(int column) {
        return step[column];
    }

    /** Value of a column where its bit is not set. */
    double low(int column) {
        return low[column];
    }

    /** Mean of a column over the first masks. */
    double mean(int column, int masks) {
        long set = 0;
        int at = column * words;
        for (int w = 0; w < masks >>> 6; w++) {
            set += Long.bitCount(bits[at + w]);
        }
        if (masks % 64 != 0) {
            set += Long.bitCount(bits[at + (masks >>> 6)] & (1L << masks % 64) - 1);
        }
        return low[column] + step[column] * set / masks;
    }

    /**
     * Covariances of columns over the first masks.
     *
     * @param masks a multiple of 64, or all
     * @return [i x chosen.length + j]
     */
    double[] gram(int[] chosen, int masks) {
        int k = chosen.length;
        int some = (masks + 63) >>> 6;
        double[] means = new double[k];
        for (int i = 0; i < k; i++) {
            means[i] = mean(chosen[i], masks);
        }
        double[] gram = new double[Math.multiplyExact(k, k)];
        for (int i = 0; i < k; i++) {
            int a = chosen[i] * words;
            double ones = (means[i] - low[chosen[i]]) / step[chosen[i]];
            for (int j = 0; j <= i; j++) {
                int b = chosen[j] * words;
                int both = 0;
                for (int w = 0; w < some; w++) {
                    both += Long.bitCount(bits[a + w] & bits[b + w]);
                }
                double others = (means[j] - low[chosen[j]]) / step[chosen[j]];
                double covariance = step[chosen[i]] * step[chosen[j]] * ((double) both / masks - ones * others);
                gram[i * k + j] = covariance;
                gram[j * k + i] = covariance;
            }
        }
        return gram;
    }

    /** Covariances of columns with weights over the first masks. */
    double[] covariances(int[] chosen, double[] y, int masks) {
        double mean = 0;
        for (int i = 0; i < masks; i++) {
            mean += y[i] / masks;
        }
        WeightedBits weights = new WeightedBits(masks);
        double[] centred = new double[masks];
        for (int i = 0; i < masks; i++) {
            centred[i] = (y[i] - mean) / masks;
        }
        weights.load(centred, 0);
        double[] out = new double[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            out[i] = step[chosen[i]] * weighted(weights, chosen[i]);
        }
        return out;
    }

    /** Sums over the first masks of weights times bits, by column; weights are those last loaded. */
    double weighted(WeightedBits weights, int column) {
        return weights.sum(bits, column * words);
    }

    /** The same for the masks on which two columns are both set. */
    double weightedBoth(WeightedBits weights, int first, int second) {
        return weights.sumOfBoth(bits, first * words, second * words);
    }

    /** Adds a multiple of a column's function, less what it is given as its mean, to the masks of a range. */
    void add(int column, double times, double mean, int from, int to, double[] into) {
        double unset = times * (low[column] - mean);
        double more = times * step[column];
        int at = column * words;
        for (int i = from; i < to; i++) {
            into[i] += unset + more * (bits[at + (i >>> 6)] >>> i & 1);
        }
    }
}
