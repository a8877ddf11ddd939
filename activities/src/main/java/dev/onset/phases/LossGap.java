package dev.onset.phases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The gap between test and training loss, and where it opens.
 *
 * @param train mean training loss by checkpoint, nats
 * @param test mean test loss by checkpoint, nats
 * @param gap test - training
 * @param low 2.5 % quantile of the gap over resamples, training and test examples drawn separately
 * @param high 97.5 % quantile
 * @param opening gap at the end less gap at the start
 * @param onset step of the onset under the verdict's rule
 * @param rules where the gap opens under several rules
 * @param bestStep step with the lowest test loss
 * @param best that loss
 */
public record LossGap(
        double[] train,
        double[] test,
        double[] gap,
        double[] low,
        double[] high,
        Interval opening,
        OptionalDouble onset,
        List<Rule> rules,
        long bestStep,
        double best) {
    private static final double[] SHARES = {0.02, 0.05, 0.10, 0.20};
    private static final long TRAIN_STREAM = 11;
    private static final long TEST_STREAM = 12;

    /** Where the gap opens when the onset is the crossing of this share of the largest gap. */
    public record Rule(String words, double share, OptionalDouble step) {}

    static LossGap of(PhaseSeries series, double share, int resamples, long seed) {
        double[] train = means(series.trainLosses());
        double[] test = means(series.testLosses());
        double[] gap = difference(test, train);
        int points = gap.length;
        double[][] trainDraws = resampled(series.trainLosses(), resamples, new Draws(seed, TRAIN_STREAM));
        double[][] testDraws = resampled(series.testLosses(), resamples, new Draws(seed, TEST_STREAM));
        double[] low = new double[points];
        double[] high = new double[points];
        double[] column = new double[resamples];
        double[] openings = new double[resamples];
        for (int t = 0; t < points; t++) {
            for (int r = 0; r < resamples; r++) {
                column[r] = testDraws[r][t] - trainDraws[r][t];
                openings[r] += t == points - 1 ? column[r] : t == 0 ? -column[r] : 0;
            }
            Interval band = Interval.of(gap[t], column);
            low[t] = band.low();
            high[t] = band.high();
        }
        int best = 0;
        for (int t = 1; t < points; t++) {
            best = test[t] < test[best] ? t : best;
        }
        return new LossGap(
                train,
                test,
                gap,
                low,
                high,
                Interval.of(gap[points - 1] - gap[0], openings),
                onset(series.steps(), gap, share),
                rules(series, gap, share),
                series.steps()[best],
                test[best]);
    }

    /**
     * The first crossing of a share of the largest gap after which the gap stays above it to the end, interpolated in log
     * time; empty where the gap ends below it or has no positive maximum.
     */
    static OptionalDouble onset(long[] steps, double[] gap, double share) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double g : gap) {
            largest = Math.max(largest, g);
        }
        double bound = share * largest;
        int last = gap.length - 1;
        if (!(largest > 0) || !(gap[last] > bound)) {
            return OptionalDouble.empty();
        }
        int below = last;
        while (below >= 0 && gap[below] > bound) {
            below--;
        }
        if (below < 0) {
            return OptionalDouble.of(steps[0]);
        }
        return OptionalDouble.of(LogTime.step(LogTime.crossing(
                LogTime.of(steps[below]), gap[below], LogTime.of(steps[below + 1]), gap[below + 1], bound)));
    }

    private static List<Rule> rules(PhaseSeries series, double[] gap, double share) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule(percent(share) + " of the largest gap", share, onset(series.steps(), gap, share)));
        for (double other : SHARES) {
            if (other != share) {
                rules.add(new Rule(percent(other) + " of the largest gap", other, onset(series.steps(), gap, other)));
            }
        }
        int third = series.checkpointsOfAThird();
        rules.add(new Rule(
                percent(share) + ", the run cut to a third",
                share,
                onset(Arrays.copyOf(series.steps(), third), Arrays.copyOf(gap, third), share)));
        return rules;
    }

    private static String percent(double share) {
        double value = Math.round(1000 * share) / 10.0;
        return (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value)) + " %";
    }

    static double[] means(double[][] losses) {
        double[] means = new double[losses.length];
        for (int t = 0; t < means.length; t++) {
            for (double loss : losses[t]) {
                means[t] += loss;
            }
            means[t] /= losses[t].length;
        }
        return means;
    }

    /** Means over drawn examples, [resample][checkpoint]; an example keeps its path through training. */
    private static double[][] resampled(double[][] losses, int resamples, Draws draws) {
        int examples = losses[0].length;
        int[] drawn = new int[examples];
        int[] times = new int[examples];
        double[][] means = new double[resamples][losses.length];
        for (int r = 0; r < resamples; r++) {
            draws.resample(drawn);
            Arrays.fill(times, 0);
            for (int i : drawn) {
                times[i]++;
            }
            for (int t = 0; t < losses.length; t++) {
                double sum = 0;
                for (int i = 0; i < examples; i++) {
                    sum += times[i] * losses[t][i];
                }
                means[r][t] = sum / examples;
            }
        }
        return means;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] out = new double[a.length];
        for (int t = 0; t < out.length; t++) {
            out[t] = a[t] - b[t];
        }
        return out;
    }
}
