package dev.onset.random;

import java.util.SplittableRandom;

/**
 * Counter-based randomness: a number is a pure function of (key, counter), so that any draw of a study can be repeated alone, in
 * any order, after any crash.
 *
 * <p>A stream is the SplitMix64 sequence (Steele, Lea, Flood, OOPSLA 2014) that starts at its key; the counter is the position.
 * Streams differ in how their key comes from a seed: {@link #CounterRandom(long, long)} for data, training and observation,
 * {@link #ofResamples} for the statistics of the phase detector, {@link #ofStep} for the Langevin ensembles. They were made apart
 * and stay apart, since one derivation for all would change the bits of every study. Instances are immutable and hold eight bytes.
 *
 * <p>Three ways to read a stream: at a counter, with the methods of this class; in turn, with {@link #walk}; in turn by the JDK's
 * own algorithms, with {@link #splittable}, whose 64-bit numbers are those of this stream.
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

    /** The stream that starts at a key, which is also a {@link SplittableRandom}'s seed. */
    public static CounterRandom ofKey(long key) {
        return new CounterRandom(key);
    }

    /**
     * A stream of the statistics that resample observations.
     *
     * @param stream tells uses of one seed apart, so that adding one leaves the others as they were
     */
    public static CounterRandom ofResamples(long seed, long stream) {
        return new CounterRandom(mix(seed + GOLDEN * (stream + 1)));
    }

    /**
     * The stream of one step of one member of an ensemble: drawing it needs no other step.
     *
     * @param purpose what the numbers are for; two purposes never share one
     */
    public static CounterRandom ofStep(long seed, int purpose, int member, long step) {
        long ofPurpose = next(next(seed + GOLDEN) + purpose);
        return new CounterRandom(next(next(ofPurpose + member) + step));
    }

    /** A stream of its own for one part of this one's purpose, such as an epoch or a layer. */
    public CounterRandom stream(long part) {
        return new CounterRandom(mix(key ^ mix(part + GOLDEN)));
    }

    /**
     * The JDK's generator on this stream. Its Gaussian and bounded numbers follow the JDK's release, which is part of the
     * numeric profile.
     */
    public SplittableRandom splittable() {
        return new SplittableRandom(key);
    }

    /** This stream from its start, one number after another. */
    public Walk walk() {
        return new Walk(key);
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
                draw = next(draw);
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

    /** SplitMix64's next number after this state. */
    private static long next(long state) {
        return mix(state + GOLDEN);
    }

    /** SplitMix64's finaliser: a bijection of 64 bits. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A stream read from its start, one number after another; the position is its only state. Not safe for several threads. */
    public static final class Walk {
        private long state;

        private Walk(long key) {
            state = key;
        }

        /** Uniform in 0..bound-1; the bias of at most bound / 2^32 is far below what a resampling resolves. */
        public int index(int bound) {
            return (int) (((bits() >>> 32) * bound) >>> 32);
        }

        /** Uniform in [0, 1), a multiple of 2^-53. */
        public double uniform() {
            return (bits() >>> 11) * UNIT;
        }

        /** Fills an array with indices into it, drawn with replacement. */
        public void resample(int[] out) {
            for (int i = 0; i < out.length; i++) {
                out[i] = index(out.length);
            }
        }

        /** A uniformly drawn order of 0..n-1 (Fisher and Yates, inside out). */
        public int[] permutation(int n) {
            int[] order = new int[n];
            for (int i = 0; i < n; i++) {
                int j = index(i + 1);
                order[i] = order[j];
                order[j] = i;
            }
            return order;
        }

        private long bits() {
            state += GOLDEN;
            return mix(state);
        }
    }
}
