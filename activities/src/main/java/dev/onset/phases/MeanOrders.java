package dev.onset.phases;

import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Mean orders that are measured as such, not as strengths by order, for the detector of centroids: a mean order M of a sample is the
 * strengths 1 - M / top of order 0 and M / top of order top, whose centroid over samples is the mean of their M. Samples of constant
 * output have no strength and so do not count.
 */
public final class MeanOrders {
    private MeanOrders() {}

    /** The orders that the strengths stand for: estimates beyond twice the players' number count as that. */
    public static double[] orders(int players) {
        return new double[] {0, 2.0 * players + 2};
    }

    /** One sample's strengths. */
    public static double[] strengths(OptionalDouble meanOrder, int players) {
        if (meanOrder.isEmpty()) {
            return new double[2];
        }
        double top = orders(players)[1];
        double share = Math.max(0, Math.min(1, meanOrder.getAsDouble() / top));
        return new double[] {1 - share, share};
    }

    /** A series of mean orders, [checkpoint][sample]. */
    public static PhaseSeries series(
            long[] steps, OptionalDouble[][] meanOrders, int players, double[][] trainLosses, double[][] testLosses) {
        double[][][] strengths = IntStream.range(0, steps.length)
                .mapToObj(t -> IntStream.range(0, meanOrders[t].length)
                        .mapToObj(i -> strengths(meanOrders[t][i], players))
                        .toArray(double[][]::new))
                .toArray(double[][][]::new);
        return new PhaseSeries(steps, strengths, trainLosses, testLosses, orders(players));
    }
}
