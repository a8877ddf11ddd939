package dev.onset.phases;

import dev.onset.random.CounterRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * Partial Spearman correlation of log t* with log onset given the log of the loss-halving step, over the runs of a sweep, with a
 * 95 % bootstrap interval over runs. Agreement in time within one run proves nothing, since both also coincide with the step at
 * which the training loss has halved; this is the one number that may link them.
 *
 * @param value in -1..1
 * @param low 2.5 % quantile over resampled runs
 * @param high 97.5 % quantile
 * @param runs number of runs
 * @param resamples resamples in which the correlation exists; in the others one quantity was constant or given by another
 */
public record PartialRankCorrelation(double value, double low, double high, int runs, int resamples) {
    /** Fewer runs have no partial correlation worth an interval. */
    public static final int MINIMUM_RUNS = 6;

    private static final long STREAM = 4;
    private static final double ROUNDING = 1e-12;

    /** Whether the interval excludes a correlation of zero or below. */
    public boolean linked() {
        return low > 0;
    }

    /**
     * The correlation, or empty where there are fewer than {@value #MINIMUM_RUNS} runs, where one quantity does not vary, or
     * where the halving step gives the ranks of another exactly. One entry a run; runs without a turn or an onset are left out
     * by the caller, who says how many.
     */
    public static Optional<PartialRankCorrelation> of(
            double[] logTurn, double[] logOnset, double[] logHalving, int resamples, long seed) {
        int runs = logTurn.length;
        Refuse.unless(
                logOnset.length == runs && logHalving.length == runs,
                "a sweep gives " + runs + " turns, " + logOnset.length + " onsets and " + logHalving.length
                        + " halving steps");
        Refuse.unlessFinite("logTurn", logTurn);
        Refuse.unlessFinite("logOnset", logOnset);
        Refuse.unlessFinite("logHalving", logHalving);
        if (runs < MINIMUM_RUNS) {
            return Optional.empty();
        }
        double value = partial(logTurn, logOnset, logHalving);
        CounterRandom.Walk draws = CounterRandom.ofResamples(seed, STREAM).walk();
        double[] found = new double[resamples];
        int count = 0;
        int[] drawn = new int[runs];
        for (int r = 0; r < resamples; r++) {
            draws.resample(drawn);
            double one = partial(
                    CentroidPath.pick(logTurn, drawn),
                    CentroidPath.pick(logOnset, drawn),
                    CentroidPath.pick(logHalving, drawn));
            if (!Double.isNaN(one)) {
                found[count++] = one;
            }
        }
        if (Double.isNaN(value) || count == 0) {
            return Optional.empty();
        }
        Interval interval = Interval.of(value, Arrays.copyOf(found, count));
        return Optional.of(new PartialRankCorrelation(value, interval.low(), interval.high(), runs, count));
    }

    /** r_xy.z = (r_xy - r_xz r_yz) / sqrt((1 - r_xz^2)(1 - r_yz^2)) on ranks; NaN where it does not exist. */
    private static double partial(double[] x, double[] y, double[] z) {
        double xy = RankCorrelation.spearman(x, y);
        double xz = RankCorrelation.spearman(x, z);
        double yz = RankCorrelation.spearman(y, z);
        double left = (1 - xz * xz) * (1 - yz * yz);
        return left > ROUNDING ? Math.max(-1, Math.min(1, (xy - xz * yz) / Math.sqrt(left))) : Double.NaN;
    }
}
