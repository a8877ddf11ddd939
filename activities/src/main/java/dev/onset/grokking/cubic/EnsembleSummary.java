package dev.onset.grokking.cubic;

import dev.onset.contracts.Require;
import dev.onset.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/**
 * Networks of all seeds at one noise. Standard errors are over networks, each with its own data: the spread between data
 * sets is the larger part and a single one can be off by .06 in b.
 *
 * @param members networks
 * @param b mean discrepancy along H1
 * @param bError its standard error, 0 for a single network
 * @param c mean discrepancy along H3
 * @param cError its standard error
 * @param testError mean noise-free test error of the networks' posterior means
 * @param testErrorError its standard error
 * @param overlaps pooled
 * @param sidePeak of all networks together
 * @param sidePeakLow 5 % quantile of the side peak's height over its trough when networks are resampled; 1 is no peak
 */
public record EnsembleSummary(
        int members,
        double b,
        double bError,
        double c,
        double cError,
        double testError,
        double testErrorError,
        OverlapHistogram overlaps,
        SidePeak sidePeak,
        double sidePeakLow) {
    private static final int RESAMPLES = 400;
    private static final int LOW = RESAMPLES / 20;

    public static EnsembleSummary of(List<MemberObservation> observations) {
        Require.that(!observations.isEmpty(), "networks", observations.size(), "must be at least 1");
        StreamingStatistics b = new StreamingStatistics();
        StreamingStatistics c = new StreamingStatistics();
        StreamingStatistics test = new StreamingStatistics();
        OverlapHistogram pooled = OverlapHistogram.EMPTY;
        for (MemberObservation o : observations) {
            b.addValue(o.b());
            c.addValue(o.c());
            test.addValue(o.testError());
            pooled = pooled.plus(o.overlaps());
        }
        List<OverlapHistogram> histograms =
                observations.stream().map(MemberObservation::overlaps).toList();
        return new EnsembleSummary(
                observations.size(),
                b.getMean(),
                error(b),
                c.getMean(),
                error(c),
                test.getMean(),
                error(test),
                pooled,
                SidePeak.of(histograms),
                sidePeakLow(histograms));
    }

    /** Draws networks with replacement, always in the same way. */
    private static double sidePeakLow(List<OverlapHistogram> networks) {
        SplittableRandom random = CounterRandom.ofKey(1).splittable();
        double[] ratios = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            List<OverlapHistogram> drawn = networks.stream()
                    .map(one -> networks.get(random.nextInt(networks.size())))
                    .toList();
            ratios[r] = SidePeak.of(drawn).ratio();
        }
        Arrays.sort(ratios);
        return ratios[LOW];
    }

    /** P(|q| &gt; .4) of the pooled overlaps. */
    public double far() {
        return overlaps.far();
    }

    private static double error(StreamingStatistics s) {
        return s.getStandardDeviation() / Math.sqrt(s.getN());
    }
}
