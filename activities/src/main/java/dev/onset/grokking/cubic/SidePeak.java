package dev.onset.grokking.cubic;

import java.util.List;

/**
 * The second mode of the overlaps of several networks: neurons aligned with the teacher, apart from those about q = 0.
 *
 * <p>The pooled density is folded to |q| and smoothed over five bins. A side peak is a later value above the lowest one
 * between it and q = 0, if its five bins hold at least .5 % of all neurons, and at least .5 % of the neurons of a quarter
 * of the networks, and of two: a few stray counts in an empty tail, or one odd network, are no peak.
 *
 * @param q where, as |q|; 0 where there is none
 * @param ratio height over the trough before it; 1 where there is none
 */
public record SidePeak(double q, double ratio) {
    static final SidePeak NONE = new SidePeak(0, 1);

    private static final double LEAST_SHARE = 0.005;
    private static final int LEAST_NETWORKS = 2;
    private static final int ONE_IN = 4;

    /** The highest side peak, or none. */
    static SidePeak of(List<OverlapHistogram> networks) {
        OverlapHistogram pooled =
                networks.stream().reduce(OverlapHistogram::plus).orElse(OverlapHistogram.EMPTY);
        double least = LEAST_SHARE * pooled.total();
        int needed = Math.max(LEAST_NETWORKS, (networks.size() + ONE_IN - 1) / ONE_IN);
        double trough = pooled.near(0);
        SidePeak best = NONE;
        for (int i = 1; i < OverlapHistogram.FOLDED; i++) {
            int at = i;
            double here = pooled.near(i);
            trough = Math.min(trough, here);
            // one count a bin more on both sides keeps the ratio finite over an empty trough
            double ratio = (here / OverlapHistogram.WINDOW + 1) / (trough / OverlapHistogram.WINDOW + 1);
            if (ratio > best.ratio
                    && here >= least
                    && networks.stream()
                                    .filter(one -> one.near(at) >= LEAST_SHARE * one.total())
                                    .count()
                            >= needed) {
                best = new SidePeak(OverlapHistogram.overlap(i), ratio);
            }
        }
        return best;
    }

    /** Whether the peak stands out by more than the noise of a histogram. */
    public boolean stands() {
        return ratio > CubicChecks.UNIMODAL;
    }
}
