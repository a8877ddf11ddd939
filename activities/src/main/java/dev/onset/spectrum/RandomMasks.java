package dev.onset.spectrum;

import dev.onset.random.CounterRandom;

/**
 * Random masks as pure functions of (seed, sample, block): base masks, and what is changed about them. Bit-packed, little-endian;
 * bits from n on are 0. Drawing allocates nothing but one stream a block.
 */
public final class RandomMasks {
    /** Base masks of a block. */
    public static final int BLOCK = 1024;

    /** Rates at which a redraw's two masks draw players anew; those of the first are among those of the second. */
    static final double SLOW = 0.05;

    static final double FAST = 0.10;

    private static final long STREAM = 0x6f72_6465_7273L;
    private static final long BASE = 0;
    private static final long REDRAWN = 1;
    private static final long ORDER = 2;
    private static final long FRESH = 3;

    private final int players;
    private final int words;
    private final double p;
    private final CounterRandom stream;

    RandomMasks(int players, SamplingSpec spec) {
        this(players, spec.p(), spec.seed(), spec.sample());
    }

    /**
     * The masks of one sample.
     *
     * @param p probability with which a player is present
     */
    public RandomMasks(int players, double p, long seed, long sample) {
        this.players = players;
        this.words = words(players);
        this.p = p;
        this.stream = new CounterRandom(seed, STREAM).stream(sample);
    }

    static int words(int players) {
        return (players + 63) >>> 6;
    }

    /** The order in which players are flipped, so that draws fewer than players still choose at random. */
    int[] order() {
        return stream.stream(ORDER).permutation(players);
    }

    /** The first base masks of a block, [count x ceil(n / 64)]. */
    public void base(int block, int count, long[] out) {
        fill(stream.stream(BASE).stream(block), count, out);
    }

    /** Masks that share nothing with a block's base masks. */
    public void fresh(int block, int count, long[] out) {
        fill(stream.stream(FRESH).stream(block), count, out);
    }

    private void fill(CounterRandom random, int count, long[] out) {
        if (p == 0.5) {
            long last = players % 64 == 0 ? -1L : (1L << players % 64) - 1;
            for (int i = 0; i < count * words; i++) {
                out[i] = random.bits(i);
            }
            for (int i = words - 1; i < count * words; i += words) {
                out[i] &= last;
            }
            return;
        }
        for (int mask = 0; mask < count; mask++) {
            for (int word = 0; word < words; word++) {
                int bits = Math.min(64, players - 64 * word);
                long drawn = 0;
                for (int bit = 0; bit < bits; bit++) {
                    if (random.uniform((long) mask * players + 64L * word + bit) < p) {
                        drawn |= 1L << bit;
                    }
                }
                out[mask * words + word] = drawn;
            }
        }
    }

    /** Two masks for each of a block's first base masks: players drawn anew at the slow rate, then at the fast one. */
    void redrawn(int block, int count, long[] base, long[] out) {
        CounterRandom chosen = stream.stream(REDRAWN).stream(2L * block);
        CounterRandom anew = stream.stream(REDRAWN).stream(2L * block + 1);
        for (int mask = 0; mask < count; mask++) {
            for (int word = 0; word < words; word++) {
                int bits = Math.min(64, players - 64 * word);
                long slow = 0;
                long fast = 0;
                long fresh = 0;
                for (int bit = 0; bit < bits; bit++) {
                    long counter = (long) mask * players + 64L * word + bit;
                    double u = chosen.uniform(counter);
                    if (u < FAST) {
                        fast |= 1L << bit;
                        slow |= u < SLOW ? 1L << bit : 0;
                        fresh |= anew.uniform(counter) < p ? 1L << bit : 0;
                    }
                }
                long was = base[mask * words + word];
                out[2 * mask * words + word] = was & ~slow | fresh & slow;
                out[(2 * mask + 1) * words + word] = was & ~fast | fresh & fast;
            }
        }
    }
}
