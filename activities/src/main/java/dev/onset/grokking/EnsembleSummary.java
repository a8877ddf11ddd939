package dev.onset.grokking;

import java.util.List;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Networks of all seeds at one noise. Standard errors are over networks, each with its own data: the spread between data
 * sets is the larger part and a single one can be off by .06 in b.
 *
 * @param members networks
 */
public record EnsembleSummary(
        int members,
        double b,
        double bError,
        double c,
        double cError,
        double testError,
        double testErrorError,
        OverlapHistogram overlaps) {

    public static EnsembleSummary of(List<MemberObservation> observations) {
        Require.atLeast("networks", observations.size(), 1);
        SummaryStatistics b = new SummaryStatistics();
        SummaryStatistics c = new SummaryStatistics();
        SummaryStatistics test = new SummaryStatistics();
        OverlapHistogram pooled = new OverlapHistogram(new long[OverlapHistogram.BINS]);
        for (MemberObservation o : observations) {
            b.addValue(o.b());
            c.addValue(o.c());
            test.addValue(o.testError());
            pooled = pooled.plus(o.overlaps());
        }
        return new EnsembleSummary(
                observations.size(), b.getMean(), error(b), c.getMean(), error(c), test.getMean(), error(test), pooled);
    }

    /** P(|q| &gt; .4) of the pooled overlaps. */
    public double far() {
        return overlaps.far();
    }

    private static double error(SummaryStatistics s) {
        return s.getStandardDeviation() / Math.sqrt(s.getN());
    }
}
