package dev.onset.phases;

import java.util.Arrays;

/**
 * A value with its 95 % percentile-bootstrap interval. The value is the one computed on all samples, so it can lie outside a
 * skewed interval.
 *
 * @param low 2.5 % quantile of the resamples
 * @param high 97.5 % quantile
 */
public record Interval(double value, double low, double high) {
    private static final double TAIL = 0.025;

    public Interval {
        Refuse.unless(
                Double.isFinite(value) && Double.isFinite(low) && Double.isFinite(high) && low <= high,
                "an interval of " + value + " runs from " + low + " to " + high);
    }

    /** The interval of resampled values, which are left as they are. */
    static Interval of(double value, double[] resampled) {
        double[] sorted = resampled.clone();
        Arrays.sort(sorted);
        return new Interval(value, quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
    }

    /** The 2.5 % quantile; sorts the array in place. */
    static double lower(double[] values) {
        Arrays.sort(values);
        return quantile(values, TAIL);
    }

    /** Linear interpolation between order statistics (Hyndman and Fan 1996, type 7). */
    static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
