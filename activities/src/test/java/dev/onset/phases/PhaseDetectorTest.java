package dev.onset.phases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.DetectorSpec;
import dev.onset.phases.PhaseVerdict.Verdict;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PhaseDetectorTest {
    private static final DetectorSpec SPEC = DetectorSpec.reference();
    private static final int ORDERS = 10;
    private static final int SAMPLES = 24;
    private static final int EXAMPLES = 60;

    /** Step 0 and 22 steps from 10 to 3000, equally spaced in their logarithm. */
    private static long[] steps() {
        long[] steps = new long[23];
        for (int i = 1; i < steps.length; i++) {
            steps[i] = Math.round(10 * Math.pow(300, (i - 1) / 21.0));
        }
        return steps;
    }

    /** A series whose centroid and losses follow functions of x = log10(step), with a little noise from sample to sample. */
    private static PhaseSeries series(long[] steps, DoubleUnaryOperator centroid, DoubleUnaryOperator gap, long seed) {
        Draws draws = new Draws(seed, 99);
        double[] offset = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            offset[i] = 0.4 * (draws.unit() - 0.5);
        }
        double[][][] strengths = new double[steps.length][SAMPLES][ORDERS];
        double[][] train = new double[steps.length][EXAMPLES];
        double[][] test = new double[steps.length][EXAMPLES];
        for (int t = 0; t < steps.length; t++) {
            double x = LogTime.of(steps[t]);
            for (int i = 0; i < SAMPLES; i++) {
                double c = Math.max(1, Math.min(ORDERS, centroid.applyAsDouble(x) + offset[i]));
                int below = Math.min(ORDERS - 1, (int) Math.floor(c));
                strengths[t][i][below - 1] = 1 - (c - below);
                strengths[t][i][below] = c - below;
            }
            for (int i = 0; i < EXAMPLES; i++) {
                double level = 2.3 / (1 + Math.exp(4 * (x - 2.4))) + 0.02 * draws.unit();
                train[t][i] = level;
                test[t][i] = level + gap.applyAsDouble(x) + 0.02 * draws.unit();
            }
        }
        return new PhaseSeries(steps, strengths, train, test);
    }

    private static double valley(double x) {
        return x < 2.4 ? 3 + 1.5 * Math.max(0, Math.min(2, (2.4 - x) * 2)) : 3 + 2.2 * Math.min(1, x - 2.4);
    }

    private static double opening(double x) {
        return 0.3 * Math.max(0, x - 2.2);
    }

    private static PhaseVerdict detect(PhaseSeries series) {
        return PhaseDetector.detect(series, SPEC, 0, 1);
    }

    @Test
    void aValleyWithAGapThatOpensNearbyIsTwoPhaseWithOnset() {
        PhaseVerdict verdict = detect(series(steps(), PhaseDetectorTest::valley, PhaseDetectorTest::opening, 1));
        assertThat(verdict.verdict()).isEqualTo(Verdict.TWO_PHASE_ONSET);
        assertThat(verdict.words()).isEqualTo("two phases; the gap opens nearby");
        assertThat(Math.log10(verdict.tStar().orElseThrow().value())).isCloseTo(2.4, within(0.1));
        assertThat(verdict.tStar().orElseThrow().low())
                .isLessThanOrEqualTo(verdict.tStar().get().value());
        assertThat(verdict.near()).contains(true);
        assertThat(verdict.generalised()).isTrue();
        assertThat(verdict.chance().orElseThrow()).isCloseTo(1 / Math.log10(300), within(0.01));
        assertThat(verdict.criteria()).allMatch(Criterion::passed);
    }

    @Test
    void aGapThatOpensFarAwayIsNoOnset() {
        PhaseVerdict verdict =
                detect(series(steps(), PhaseDetectorTest::valley, x -> 0.3 * Math.min(1, Math.max(0, x - 1) * 5), 2));
        assertThat(verdict.verdict()).isEqualTo(Verdict.TWO_PHASE);
        assertThat(verdict.near()).contains(false);
    }

    @Test
    void withoutAGapThereIsNoOnset() {
        PhaseVerdict verdict = detect(series(steps(), PhaseDetectorTest::valley, x -> 0, 3));
        assertThat(verdict.verdict()).isEqualTo(Verdict.TWO_PHASE);
        assertThat(verdict.words()).isEqualTo("two phases; no loss gap opens");
    }

    @Test
    void whatOnlyRisesOnlyFallsOrStaysIsNone() {
        assertThat(detect(series(steps(), x -> 1 + Math.max(0, x - 2) * 1.5, x -> 0, 4))
                        .verdict())
                .isEqualTo(Verdict.NONE);
        assertThat(detect(series(steps(), x -> 6 - Math.max(0, x - 1), x -> 0, 5))
                        .verdict())
                .isEqualTo(Verdict.NONE);
        assertThat(detect(series(steps(), x -> 6, PhaseDetectorTest::opening, 6))
                        .verdict())
                .isEqualTo(Verdict.NONE);
    }

    @Test
    void aZigzagIsTooRough() {
        PhaseVerdict verdict = detect(series(steps(), x -> 5 + 1.5 * Math.cos(40 * x), PhaseDetectorTest::opening, 7));
        assertThat(verdict.verdict()).isEqualTo(Verdict.NONE);
        assertThat(verdict.roughness()).isGreaterThan(1.6);
    }

    @Test
    void aChangeSmallerThanTheExtractionsAmbiguityGivesNoVerdict() {
        PhaseSeries series = series(steps(), PhaseDetectorTest::valley, PhaseDetectorTest::opening, 1);
        assertThat(PhaseDetector.detect(series, SPEC, 1.0, 1).verdict()).isEqualTo(Verdict.TWO_PHASE_ONSET);
        PhaseVerdict refused = PhaseDetector.detect(series, SPEC, 2.5, 1);
        assertThat(refused.verdict()).isEqualTo(Verdict.NONE);
        assertThat(refused.words()).contains("ambiguity");
    }

    @Test
    void shuffledCheckpointsAreHardlyEverTwoPhase_andNullsSaySo() {
        PhaseSeries series = series(steps(), PhaseDetectorTest::valley, PhaseDetectorTest::opening, 1);
        Nulls.NullResult shuffled = Nulls.of(series, SPEC, detect(series), 1).get(0);
        assertThat(shuffled.trials()).isEqualTo(200);
        assertThat(shuffled.positive()).isZero();
    }

    @Test
    void aRandomWalkOfTheCentroidIsHardlyEverTwoPhase() {
        int found = 0;
        for (int trial = 0; trial < 60; trial++) {
            Draws draws = new Draws(trial, 5);
            long[] steps = steps();
            double[] walk = new double[steps.length];
            walk[0] = 5;
            for (int t = 1; t < walk.length; t++) {
                walk[t] = Math.max(1, Math.min(9.9, walk[t - 1] + (draws.unit() - 0.5)));
            }
            double[] x = LogTime.of(steps);
            DoubleUnaryOperator at = time -> walk[index(x, time)];
            found += detect(series(steps, at, y -> 0, trial)).verdict() == Verdict.NONE ? 0 : 1;
        }
        assertThat(found).as("random walks called two-phase, of 60").isLessThanOrEqualTo(12);
    }

    private static int index(double[] x, double time) {
        int at = 0;
        while (x[at] != time) {
            at++;
        }
        return at;
    }

    @Test
    void aTimeReversedRunIsTwoPhaseByDesign() {
        PhaseVerdict reversed = detect(series(steps(), x -> valley(Math.log10(3000) + Math.log10(0.5) - x), x -> 0, 8));
        assertThat(reversed.verdict()).isEqualTo(Verdict.TWO_PHASE);
    }

    @Test
    void onsetIsInterpolatedInLogTimeAndMustHoldToTheEnd() {
        long[] steps = {1, 10, 100, 1000, 10_000};
        // largest gap 1, bound 0.5: above it at 10, below at 100, then half way between 0 and 1
        assertThat(LossGap.onset(steps, new double[] {0, 0.8, 0, 1, 1}, 0.5).orElseThrow())
                .isCloseTo(Math.pow(10, 2.5), within(1e-9));
        assertThat(LossGap.onset(steps, new double[] {0, 1, 1, 1, 0.1}, 0.5)).isEmpty();
        assertThat(LossGap.onset(steps, new double[] {-1, -1, -1, -1, -1}, 0.5)).isEmpty();
    }

    @Test
    void theVertexIsTheParabolasAndStaysBetweenTheNeighbours() {
        double[] x = {0, 1, 2, 4};
        // (x - 1.4)^2
        Turn turn = new Turn(x, new double[] {1.96, 0.16, 0.36, 6.76});
        assertThat(turn.vertex()).isCloseTo(1.4, within(1e-12));
        assertThat(turn.lowest).isEqualTo(1);
        assertThat(turn.fall).isCloseTo(1.8, within(1e-12));
        assertThat(turn.rise).isCloseTo(6.6, within(1e-12));
        assertThat(new Turn(x, new double[] {3, 2, 1, 1}).interior()).isTrue();
        assertThat(new Turn(x, new double[] {4, 3, 2, 1}).interior()).isFalse();
    }

    @Test
    void bicPrefersTheLineThatMadeTheData() {
        double[] x = new double[12];
        double[] straight = new double[12];
        double[] bent = new double[12];
        for (int t = 0; t < 12; t++) {
            x[t] = t;
            double noise = 0.01 * (t * 7 % 5 - 2);
            straight[t] = 2 * t + noise;
            bent[t] = Math.abs(t - 6) + noise;
        }
        BrokenLines lines = new BrokenLines(x);
        assertThat(lines.fit(straight).advantage().orElseThrow()).isPositive();
        LineFits fit = lines.fit(bent);
        assertThat(fit.advantage().orElseThrow()).isNegative();
        assertThat(fit.breakOne()).isEqualTo(6);
    }

    @Property(tries = 20)
    void theVerdictDependsOnNothingButItsArguments(@ForAll @IntRange(max = 1000) int seed) {
        PhaseSeries series = series(steps(), PhaseDetectorTest::valley, PhaseDetectorTest::opening, seed);
        assertThat(detect(series)).usingRecursiveComparison().isEqualTo(detect(series));
    }

    @Property(tries = 20)
    void aCommonFactorOnAllStrengthsChangesNothing(@ForAll @DoubleRange(min = 0.25, max = 16) double factor) {
        PhaseSeries series = series(steps(), PhaseDetectorTest::valley, PhaseDetectorTest::opening, 1);
        double power = Math.pow(2, Math.rint(Math.log(factor) / Math.log(2))); // exact in binary
        double[][][] scaled = new double[series.checkpoints()][SAMPLES][ORDERS];
        for (int t = 0; t < scaled.length; t++) {
            for (int i = 0; i < SAMPLES; i++) {
                for (int k = 0; k < ORDERS; k++) {
                    scaled[t][i][k] = power * series.strengths()[t][i][k];
                }
            }
        }
        PhaseVerdict verdict = detect(new PhaseSeries(steps(), scaled, series.trainLosses(), series.testLosses()));
        assertThat(verdict).usingRecursiveComparison().isEqualTo(detect(series));
    }

    @Test
    void valuesThatAreNotFiniteAreRefused() {
        PhaseSeries good = series(steps(), x -> 5, x -> 0, 1);
        good.trainLosses()[3][2] = Double.NaN;
        assertThatThrownBy(() -> new PhaseSeries(good.steps(), good.strengths(), good.trainLosses(), good.testLosses()))
                .hasMessageContaining("trainLosses[3][2] is NaN");
    }
}
