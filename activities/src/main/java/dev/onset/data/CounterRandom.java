package dev.onset.data;

/**
 * Counter-based randomness: a number is a pure function of (seed, stream, counter), so that any draw of a study can be
 * repeated alone, in any order, after any crash.
 *
 * <p>A stream is the SplitMix64 sequence (Steele, Lea, Flood, OOPSLA 2014) whose start is itself a mixed function of seed
 * and stream; the counter is the position. {@link #stream(long)} derives a further stream, for example one per epoch.
 * Instances are immutable and hold eight bytes.
 *
 * <p>What this class returns decides the bits of every result: a change is a change of the implementation version.
 */
public final class CounterRandom {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final double UNIT = 0x1p-53;

    private final long key;

    /**
     * The stream of this number under this seed.
     *
     * @param stream what the numbers are for; two purposes never share one
     */
    public CounterRandom(long seed, long stream) {
        this(mix(mix(seed + GOLDEN) ^ mix(stream)));
    }

    private CounterRandom(long key) {
        this.key = key;
    }

    /** A stream of its own for one part of this one's purpose, such as an epoch or a layer. */
    public CounterRandom stream(long part) {
        return new CounterRandom(mix(key ^ mix(part + GOLDEN)));
    }

    /** 64 bits. */
    public long bits(long counter) {
        return mix(key + (counter + 1) * GOLDEN);
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    public double uniform(long counter) {
        return (bits(counter) >>> 11) * UNIT;
    }

    /**
     * Uniform in 0..bound-1 without bias (Lemire, arXiv 1805.10941): what falls into the uneven rest is drawn again, from
     * a stream of this counter.
     */
    public int below(int bound, long counter) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound is " + bound);
        }
        long draw = bits(counter);
        long product = (draw >>> 32) * bound;
        if ((product & 0xffffffffL) < bound) {
            long rest = (1L << 32) % bound;
            while ((product & 0xffffffffL) < rest) {
                draw = mix(draw + GOLDEN);
                product = (draw >>> 32) * bound;
            }
        }
        return (int) (product >>> 32);
    }

    /** Standard normal, by Box and Muller from two draws; strict arithmetic, so equal on every machine. */
    public double gaussian(long counter) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(2 * counter)));
        return radius * StrictMath.cos(2 * Math.PI * uniform(2 * counter + 1));
    }

    /** A uniformly drawn order of 0..n-1 (Fisher and Yates); uses counters 1..n-1. */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = below(i + 1, i);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }

    /** SplitMix64's finaliser: a bijection of 64 bits. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
