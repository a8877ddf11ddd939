package dev.onset.grokking.cubic;

import dev.onset.contracts.Require;
import java.util.Arrays;

/**
 * Counts of overlaps q over [-2, 2) in bins of width .05; what lies outside counts in the outermost bins.
 *
 * @param counts length {@link #BINS}
 */
public record OverlapHistogram(long[] counts) {
    public static final int BINS = 80;

    static final OverlapHistogram EMPTY = new OverlapHistogram(new long[BINS]);

    private static final double LIMIT = 2;
    private static final int REACH = 2;

    /** Bins over which a density is smoothed. */
    static final int WINDOW = 2 * REACH + 1;

    /** Places of |q| that have five bins. */
    static final int FOLDED = BINS / 2 - REACH;

    public OverlapHistogram {
        Require.that(counts.length == BINS, "histogram", counts.length, "must have " + BINS + " bins");
        counts = counts.clone();
    }

    static int bin(double q) {
        return (int) Math.max(0, Math.min(BINS - 1, Math.floor((q + LIMIT) * BINS / (2 * LIMIT))));
    }

    /** The overlap in the middle of a bin. */
    public static double centre(int bin) {
        return -LIMIT + (bin + 0.5) * 2 * LIMIT / BINS;
    }

    public OverlapHistogram plus(OverlapHistogram other) {
        long[] sum = counts.clone();
        for (int i = 0; i < BINS; i++) {
            sum[i] += other.counts[i];
        }
        return new OverlapHistogram(sum);
    }

    public long total() {
        return Arrays.stream(counts).sum();
    }

    /** Density per unit of q. */
    public double[] density() {
        double scale = BINS / (2 * LIMIT) / Math.max(1, total());
        return Arrays.stream(counts).mapToDouble(n -> n * scale).toArray();
    }

    /** P(|q| &gt; .4): the bins have an edge there. */
    public double far() {
        long far = 0;
        for (int i = 0; i < BINS; i++) {
            far += Math.abs(centre(i)) > CubicSolution.FAR ? counts[i] : 0;
        }
        return (double) far / Math.max(1, total());
    }

    /** Counts within five bins of the i-th of |q|, both signs together. */
    long near(int i) {
        long sum = 0;
        for (int j = i - REACH; j <= i + REACH; j++) {
            int bin = BINS / 2 + j;
            sum += counts[bin] + counts[BINS - 1 - bin];
        }
        return sum;
    }

    /** The |q| in the middle of what {@link #near} counts. */
    static double overlap(int i) {
        return centre(BINS / 2 + i);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OverlapHistogram h && Arrays.equals(counts, h.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }
}
