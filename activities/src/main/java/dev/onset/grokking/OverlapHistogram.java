package dev.onset.grokking;

import java.util.Arrays;

/**
 * Counts of overlaps q over [-2, 2) in bins of width .05; what lies outside counts in the outermost bins.
 *
 * @param counts length {@link #BINS}
 */
public record OverlapHistogram(long[] counts) {
    public static final int BINS = 80;

    private static final double LIMIT = 2;
    private static final int WINDOW = 2;

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

    /**
     * The side peak of the density folded to |q| and smoothed over five bins: the largest ratio of a later value to the
     * lowest one between it and q = 0. 1 means that the density falls monotonically: one mode.
     */
    public SidePeak sidePeak() {
        double[] folded = folded();
        double trough = folded[0];
        SidePeak best = new SidePeak(0, 1);
        for (int i = 1; i < folded.length; i++) {
            trough = Math.min(trough, folded[i]);
            // fewer than a handful of counts is no peak
            double ratio = (folded[i] + 1) / (trough + 1);
            if (ratio > best.ratio()) {
                best = new SidePeak(centre(BINS / 2 + i), ratio);
            }
        }
        return best;
    }

    private double[] folded() {
        double[] smooth = new double[BINS / 2 - WINDOW];
        for (int i = 0; i < smooth.length; i++) {
            for (int j = i - WINDOW; j <= i + WINDOW; j++) {
                int bin = BINS / 2 + j;
                smooth[i] += counts[bin] + counts[BINS - 1 - bin];
            }
            smooth[i] /= 2 * WINDOW + 1;
        }
        return smooth;
    }

    /**
     * A second mode.
     *
     * @param q where, as |q|; 0 where there is none
     * @param ratio height over the trough before it
     */
    public record SidePeak(double q, double ratio) {}

    @Override
    public boolean equals(Object other) {
        return other instanceof OverlapHistogram h && Arrays.equals(counts, h.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }
}
