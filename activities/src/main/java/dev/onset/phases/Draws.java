package dev.onset.phases;

/**
 * Random numbers as a function of (seed, stream, counter): SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Written out
 * because a verdict must not change with the Java version that computes it.
 */
final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    /** @param stream tells uses of one seed apart, so that adding one leaves the others as they were */
    Draws(long seed, long stream) {
        state = mix(seed + GOLDEN * (stream + 1));
    }

    /** Uniform in 0..bound-1; the bias of at most bound / 2^32 is far below what a bootstrap resolves. */
    int index(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** Uniform in [0, 1). */
    double unit() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** Fills an array with indices drawn with replacement. */
    void resample(int[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = index(out.length);
        }
    }

    /** A uniform permutation of 0..n-1. */
    int[] permutation(int n) {
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            int j = index(i + 1);
            out[i] = out[j];
            out[j] = i;
        }
        return out;
    }

    private long next() {
        state += GOLDEN;
        return mix(state);
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
