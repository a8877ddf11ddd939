package dev.onset.phases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Numbers computed by hand or by another library. */
@Tag("unit")
final class ArithmeticTest {
    @Test
    void vertex_isThatOfTheParabolaThroughThreePoints() {
        // y = 4 - 3 x + 5/3 x (x - 1) has its vertex at 1.4.
        assertThat(new Turn(new double[] {0, 1, 3}, new double[] {4, 1, 5}).vertex())
                .isCloseTo(1.4, within(1e-15));
        assertThat(new Turn(new double[] {0, 1, 2}, new double[] {1, 1, 1}).vertex())
                .isZero();
        assertThat(new Turn(new double[] {0, 1, 2}, new double[] {3, 2, 1}).vertex())
                .isEqualTo(2);
    }

    @Test
    void turn_measuresFallRiseAndRoughness() {
        Turn t = new Turn(new double[] {0, 1, 2, 3}, new double[] {5, 6, 2, 4});
        assertThat(new double[] {t.fall, t.rise, t.roughness().getAsDouble()}).containsExactly(3, 2, 7 / 5.0);
        assertThat(t.interior()).isTrue();
        assertThat(new Turn(new double[] {0, 1}, new double[] {4, 4}).roughness())
                .isEmpty();
    }

    @Test
    void bicOfALine_isTheHandComputedOne() {
        // y = |x - 2| at 0..5: Sxx = 17.5, Sxy = 4.5, Syy = 5.5, so RSS = 5.5 - 4.5^2 / 17.5 = 152 / 35.
        LineFits f = new BrokenLines(new double[] {0, 1, 2, 3, 4, 5}).fit(new double[] {2, 1, 0, 1, 2, 3});
        assertThat(f.line()).isCloseTo(6 * Math.log(152 / 35.0 / 6) + 2 * Math.log(6), within(1e-12));
        assertThat(f.line()).isCloseTo(1.6441, within(1e-3));
        assertThat(f.atOne()).isEqualTo(2);
        assertThat(f.broken()).isTrue();
        assertThat(f.twoBreaks()).isEmpty();
    }

    @Test
    void bestBreaks_andTheirBic_areThoseOfAnIndependentSearch() {
        Random random = new Random(7);
        for (int trial = 0; trial < 20; trial++) {
            int points = 7 + random.nextInt(12);
            double[] x = random.doubles(points, 0, 4).sorted().toArray();
            double[] y = random.doubles(points, 1, 10).toArray();
            LineFits f = new BrokenLines(x).fit(y);
            double one = Double.POSITIVE_INFINITY;
            double two = Double.POSITIVE_INFINITY;
            for (int i = 1; i < points - 1; i++) {
                one = Math.min(one, rss(x, y, i));
                for (int j = i + 1; j < points - 1; j++) {
                    two = Math.min(two, rss(x, y, i, j));
                }
            }
            assertThat(f.line()).isCloseTo(bic(points, rss(x, y), 2), within(1e-8));
            assertThat(f.oneBreak().getAsDouble()).isCloseTo(bic(points, one, 4), within(1e-8));
            assertThat(f.twoBreaks().getAsDouble()).isCloseTo(bic(points, two, 6), within(1e-8));
            assertThat(rss(x, y, f.atOne())).isCloseTo(one, within(1e-9));
            assertThat(rss(x, y, f.atFirst(), f.atSecond())).isCloseTo(two, within(1e-9));
        }
    }

    @Test
    void exactLines_areNotBeatenByRounding() {
        double[] x = LogTime.of(Synthetic.schedule(22, 3000));
        for (double slope : new double[] {0, 0.1, -1.7}) {
            double[] y = Arrays.stream(x).map(v -> 4 + slope * v).toArray();
            assertThat(new BrokenLines(x).fit(y).broken()).as("slope " + slope).isFalse();
        }
    }

    @Test
    void onset_isTheLastCrossingInLogTime() {
        double[] x = {0, 1, 2, 3};
        assertThat(onset(x, 0, 0, 1, 2)).isCloseTo(Math.pow(10, 1.2), within(1e-12));
        assertThat(onset(x, 0, 1, 0, 2)).isCloseTo(Math.pow(10, 2.1), within(1e-12));
        assertThat(GapOnset.crossing(x, new double[] {0, 2, 1, 0.1}, 0.1)).isEmpty();
        assertThat(GapOnset.crossing(x, new double[] {1, 2, 1, 1}, 0.1)).isEmpty();
        assertThat(GapOnset.crossing(x, new double[] {-4, -3, -2, -1}, 0.1)).isEmpty();
    }

    private static double onset(double[] x, double... gap) {
        return GapOnset.crossing(x, gap, 0.1).getAsDouble();
    }

    @Test
    void stepZero_liesAtLogHalf_andCrossingsAreInterpolatedInLogTime() {
        assertThat(LogTime.of(0)).isEqualTo(Math.log10(0.5));
        double[][] strengths = {{1, 0}};
        PhaseSeries s = new PhaseSeries(
                new long[] {0, 10, 1000},
                new double[][][] {strengths, strengths, strengths},
                new double[][] {{4, 4}, {2, 4}, {0, 2}},
                new double[0][]);
        // Means 4, 3, 1: half of the first is reached midway between 10 and 1000 in log time.
        assertThat(LossCurves.of(s).halving().getAsDouble()).isCloseTo(100, within(1e-9));
    }

    @Test
    void quantiles_interpolateBetweenOrderStatistics() {
        double[] v = new double[41];
        Arrays.setAll(v, i -> 40 - i);
        assertThat(Interval.of(7, v)).isEqualTo(new Interval(7, 1, 39));
    }

    @Test
    void partialCorrelation_isTheHandComputedOne() {
        // Squared rank differences 6, 4 and 18 of six runs: 1 - 6 d / 210 gives 29/35, 31/35 and 17/35.
        double[] x = {1, 2, 3, 4, 5, 6};
        double[] y = {2, 1, 4, 3, 6, 5};
        double[] z = {1, 3, 2, 5, 4, 6};
        double xy = 29 / 35.0;
        double xz = 31 / 35.0;
        double yz = 17 / 35.0;
        PartialRankCorrelation p = PartialRankCorrelation.of(x, y, z, 200, 1).orElseThrow();
        assertThat(p.value()).isCloseTo((xy - xz * yz) / Math.sqrt((1 - xz * xz) * (1 - yz * yz)), within(1e-12));
    }

    private static double rss(double[] x, double[] y, int... breaks) {
        double[][] design = new double[x.length][1 + breaks.length];
        for (int t = 0; t < x.length; t++) {
            design[t][0] = x[t];
            for (int i = 0; i < breaks.length; i++) {
                design[t][i + 1] = Math.max(0, x[t] - x[breaks[i]]);
            }
        }
        OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
        ols.newSampleData(y, design);
        return ols.calculateResidualSumOfSquares();
    }

    private static double bic(int points, double rss, int parameters) {
        return points * Math.log(rss / points) + parameters * Math.log(points);
    }
}
