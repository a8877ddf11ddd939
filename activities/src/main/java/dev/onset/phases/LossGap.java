package dev.onset.phases;

import dev.onset.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The gap between test and training loss, with intervals from training and test examples resampled separately.
 *
 * @param gap mean test loss - mean training loss by checkpoint, nats
 * @param low lower end of its 95 % interval
 * @param high upper end
 * @param growth g(end) - g(first)
 * @param bound what the lower end of the growth must exceed: a share of the initial training loss
 * @param exists whether it does
 * @param onsets where the gap opens: the rule of the verdict, then other shares, then the run cut to a third
 */
public record LossGap(
        double[] gap,
        double[] low,
        double[] high,
        Interval growth,
        double bound,
        boolean exists,
        List<GapOnset> onsets) {
    private static final double[] OTHER_SHARES = {0.02, 0.05, 0.10, 0.20};
    private static final long TRAIN_STREAM = 2;
    private static final long TEST_STREAM = 3;

    public LossGap {
        onsets = List.copyOf(onsets);
    }

    /** The onset under the rule that the verdict uses. */
    public GapOnset onset() {
        return onsets.get(0);
    }

    /** Measures the gap of a series that has a test split. */
    static LossGap of(PhaseSeries series, DetectorSpec spec, long seed) {
        double[] train = LossCurves.means(series.trainLosses());
        double[] gap = minus(LossCurves.means(series.testLosses()), train);
        double[][] resampled = resampledMeans(
                series.testLosses(),
                spec.resamples(),
                CounterRandom.ofResamples(seed, TEST_STREAM).walk());
        double[][] trainMeans = resampledMeans(
                series.trainLosses(),
                spec.resamples(),
                CounterRandom.ofResamples(seed, TRAIN_STREAM).walk());
        for (int r = 0; r < resampled.length; r++) {
            resampled[r] = minus(resampled[r], trainMeans[r]);
        }
        int points = gap.length;
        double[] low = new double[points];
        double[] high = new double[points];
        for (int t = 0; t < points; t++) {
            Interval band = growth(gap, resampled, t, false);
            low[t] = band.low();
            high[t] = band.high();
        }
        double bound = spec.gapExists() * train[0];
        Interval growth = growth(gap, resampled, points - 1, true);
        boolean exists = growth.low() > bound;
        double[] x = LogTime.of(series.steps());
        List<GapOnset> onsets = new ArrayList<>();
        onsets.add(onset(words(spec.gapOnset()), spec.gapOnset(), x, gap, exists));
        for (double share : OTHER_SHARES) {
            if (share != spec.gapOnset()) {
                onsets.add(onset(words(share), share, x, gap, exists));
            }
        }
        int third = series.checkpointsOfAThird();
        boolean existsByThen = growth(gap, resampled, third - 1, true).low() > bound;
        onsets.add(onset(
                words(spec.gapOnset()) + ", run cut to a third",
                spec.gapOnset(),
                Arrays.copyOf(x, third),
                Arrays.copyOf(gap, third),
                existsByThen));
        return new LossGap(gap, low, high, growth, bound, exists, onsets);
    }

    private static GapOnset onset(String rule, double share, double[] x, double[] gap, boolean exists) {
        return new GapOnset(rule, share, exists ? GapOnset.crossing(x, gap, share) : OptionalDouble.empty());
    }

    private static String words(double share) {
        return Words.number(100 * share) + " % of the largest gap";
    }

    /** The gap at one checkpoint, less that at the first one if asked for. */
    private static Interval growth(double[] gap, double[][] resampled, int t, boolean sinceFirst) {
        double[] values = new double[resampled.length];
        for (int r = 0; r < values.length; r++) {
            values[r] = resampled[r][t] - (sinceFirst ? resampled[r][0] : 0);
        }
        return Interval.of(gap[t] - (sinceFirst ? gap[0] : 0), values);
    }

    /** Means over resampled examples, by resample and checkpoint; an example keeps its path through training. */
    private static double[][] resampledMeans(double[][] losses, int resamples, CounterRandom.Walk draws) {
        int points = losses.length;
        int examples = losses[0].length;
        double[][] byExample = new double[examples][points];
        for (int t = 0; t < points; t++) {
            for (int i = 0; i < examples; i++) {
                byExample[i][t] = losses[t][i];
            }
        }
        double[][] out = new double[resamples][points];
        for (double[] sum : out) {
            for (int i = 0; i < examples; i++) {
                double[] one = byExample[draws.index(examples)];
                for (int t = 0; t < points; t++) {
                    sum[t] += one[t];
                }
            }
            for (int t = 0; t < points; t++) {
                sum[t] /= examples;
            }
        }
        return out;
    }

    private static double[] minus(double[] a, double[] b) {
        double[] out = new double[a.length];
        for (int t = 0; t < out.length; t++) {
            out[t] = a[t] - b[t];
        }
        return out;
    }
}
