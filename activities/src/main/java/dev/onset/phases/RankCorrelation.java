package dev.onset.phases;

import dev.onset.random.CounterRandom;
import java.util.Arrays;
import java.util.Optional;
import org.hipparchus.stat.correlation.SpearmansCorrelation;

/** Spearman's rank correlation over the runs of a grid, with a 95 % bootstrap interval over runs. */
public final class RankCorrelation {
    private static final long STREAM = 8;
    private static final int LEAST = 3;

    private RankCorrelation() {}

    /**
     * The correlation; empty for fewer than {@value #LEAST} runs, where one quantity does not vary, or where it does not in
     * some resample often enough for an interval. One entry a run.
     */
    public static Optional<Interval> of(double[] a, double[] b, int resamples, long seed) {
        int runs = a.length;
        Refuse.unless(b.length == runs, "a rank correlation is asked of " + runs + " and " + b.length + " values");
        Refuse.unlessFinite("a", a);
        Refuse.unlessFinite("b", b);
        if (runs < LEAST) {
            return Optional.empty();
        }
        double value = spearman(a, b);
        double[] found = new double[resamples];
        int count = 0;
        int[] drawn = new int[runs];
        CounterRandom.Walk draws = CounterRandom.ofResamples(seed, STREAM).walk();
        for (int r = 0; r < resamples; r++) {
            draws.resample(drawn);
            double one = spearman(CentroidPath.pick(a, drawn), CentroidPath.pick(b, drawn));
            if (!Double.isNaN(one)) {
                found[count++] = one;
            }
        }
        return Double.isNaN(value) || count < resamples / 2
                ? Optional.empty()
                : Optional.of(Interval.of(value, Arrays.copyOf(found, count)));
    }

    /** The correlation alone; NaN where one quantity does not vary. */
    public static double spearman(double[] a, double[] b) {
        return new SpearmansCorrelation().correlation(a, b);
    }
}
