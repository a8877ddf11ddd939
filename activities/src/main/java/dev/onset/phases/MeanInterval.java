package dev.onset.phases;

import dev.onset.random.CounterRandom;
import java.util.Arrays;
import java.util.Optional;
import org.hipparchus.distribution.continuous.TDistribution;

/** A mean with its 95 % bootstrap interval over what was drawn independently: seeds, or pairs that differ in one thing. */
public final class MeanInterval {
    private static final long STREAM = 11;
    private static final double LEVEL = 0.05;

    private MeanInterval() {}

    /**
     * The mean; empty for fewer than two values, which have no spread.
     *
     * @param values one a run or pair
     */
    public static Optional<Interval> of(double[] values, int resamples, long seed) {
        Refuse.unlessFinite("values", values);
        if (values.length < 2) {
            return Optional.empty();
        }
        CounterRandom.Walk draws = CounterRandom.ofResamples(seed, STREAM).walk();
        int[] drawn = new int[values.length];
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            draws.resample(drawn);
            means[r] = Arrays.stream(CentroidPath.pick(values, drawn)).average().orElseThrow();
        }
        return Optional.of(Interval.of(Arrays.stream(values).average().orElseThrow(), means));
    }

    /**
     * Whether the mean of normal values with this spread would be told from zero: Student's test at 5 %. A bootstrap interval of
     * three or four values is hardly more than their range, which excludes zero by chance every fourth or eighth time.
     */
    public static boolean differs(double[] values) {
        int n = values.length;
        if (n < 2) {
            return false;
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (n - 1);
        return variance == 0
                ? mean != 0
                : Math.abs(mean) / Math.sqrt(variance / n)
                        > new TDistribution(n - 1).inverseCumulativeProbability(1 - LEVEL / 2);
    }
}
