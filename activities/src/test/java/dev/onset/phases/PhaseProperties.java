package dev.onset.phases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What must not change a verdict. */
@Tag("property")
final class PhaseProperties {
    private static final DetectorSpec SPEC = new DetectorSpec(100, 0.5, 1.6, 0.02, 0.10, 0.5, 0.7, 10);

    @Property(tries = 60)
    void constantAddedToBothLosses_leavesTheGap(
            @ForAll int seed, @ForAll @DoubleRange(min = -5, max = 5) double shift) {
        PhaseSeries s = series(seed);
        PhaseSeries moved = new PhaseSeries(
                s.steps(), s.strengths(), shifted(s.trainLosses(), shift), shifted(s.testLosses(), shift));
        LossGap a = LossGap.of(s, SPEC, seed);
        LossGap b = LossGap.of(moved, SPEC, seed);
        assertThat(b.gap()).containsExactly(a.gap(), within(1e-12));
        assertThat(b.low()).containsExactly(a.low(), within(1e-12));
        assertThat(b.growth().low()).isCloseTo(a.growth().low(), within(1e-12));
    }

    @Property(tries = 60)
    void strengthsInOtherUnits_leaveVerdictAndTurn(
            @ForAll int seed, @ForAll @IntRange(min = -300, max = 300) int exponent) {
        PhaseSeries s = series(seed);
        double[][][] scaled = new double[s.checkpoints()][s.samples()][];
        for (int t = 0; t < scaled.length; t++) {
            for (int i = 0; i < scaled[t].length; i++) {
                scaled[t][i] = s.strengths()[t][i].clone();
                for (int k = 0; k < scaled[t][i].length; k++) {
                    scaled[t][i][k] = Math.scalb(scaled[t][i][k], exponent);
                }
            }
        }
        PhaseVerdict a = PhaseDetector.detect(s, SPEC, 0, seed);
        PhaseVerdict b = PhaseDetector.detect(
                new PhaseSeries(s.steps(), scaled, s.trainLosses(), s.testLosses()), SPEC, 0, seed);
        assertThat(b.criteria()).isEqualTo(a.criteria());
        assertThat(b.turn().tStar()).isEqualTo(a.turn().tStar());
    }

    @Property(tries = 60)
    void intervals_holdTheirValuesInOrder_andPointsDoNotDependOnTheSeed(@ForAll int seed) {
        PhaseSeries s = series(seed);
        CentroidTurn a = CentroidTurn.measure(s, 100, seed);
        CentroidTurn b = CentroidTurn.measure(s, 100, seed + 1L);
        assertThat(a.centroid()).isEqualTo(b.centroid());
        assertThat(a.lowest()).isEqualTo(b.lowest());
        assertThat(a.bicLine()).isEqualTo(b.bicLine());
        for (int t = 0; t < a.centroid().length; t++) {
            assertThat(a.low()[t]).isLessThanOrEqualTo(a.high()[t]);
            assertThat(a.centroid()[t]).isBetween(1.0, (double) Synthetic.ORDERS);
        }
        a.tStar().ifPresent(x -> {
            assertThat(x.value())
                    .isBetween(
                            LogTime.step(LogTime.of(s.steps()[a.lowest() - 1])) * (1 - 1e-12),
                            s.steps()[a.lowest() + 1] * (1 + 1e-12));
        });
        assertThat(a.roughness().getAsDouble()).isGreaterThan(1 - 1e-12);
    }

    private static PhaseSeries series(int seed) {
        Synthetic s = new Synthetic();
        s.random = new Random(seed);
        s.examples = 20;
        s.samples = 12;
        double depth = 3 * s.random.nextDouble();
        return s.run(x -> 5 - depth * Math.exp(-2 * (x - 2.3) * (x - 2.3)));
    }

    private static double[][] shifted(double[][] losses, double shift) {
        double[][] out = new double[losses.length][losses[0].length];
        for (int t = 0; t < out.length; t++) {
            for (int i = 0; i < out[t].length; i++) {
                out[t][i] = losses[t][i] + shift;
            }
        }
        return out;
    }
}
