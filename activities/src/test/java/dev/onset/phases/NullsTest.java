package dev.onset.phases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onset.phases.PhaseVerdict.Verdict;
import dev.onset.random.CounterRandom;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often the detector says two-phase where there is nothing, with the same count where there is something beside it. */
@Tag("unit")
final class NullsTest {
    private static final Logger LOG = LoggerFactory.getLogger(NullsTest.class);
    private static final DetectorSpec SPEC = DetectorSpec.reference();
    private static final int RUNS = 200;

    @Test
    void randomPaths_areRarelyTwoPhase_andVsAlwaysAre() {
        int vees = count("V", s -> s.run(Synthetic::vee));
        assertThat(vees).isEqualTo(RUNS);
        assertThat(count("constant", s -> s.run(x -> 4.0))).isZero();
        assertThat(count("line", s -> s.run(x -> 6 - x))).isZero();
        assertThat(count(
                        "white noise",
                        s -> s.run(s.random.doubles(s.steps.length, 2, 7).toArray())))
                .isZero();
        // A walk in the centroid itself can swing once by chance; measured 2, 1 and 0 of 200.
        for (double size : new double[] {0.3, 0.6, 1.2}) {
            assertThat(count("random walk of steps " + size, s -> s.run(walk(s.random, s.steps.length, size))))
                    .isLessThanOrEqualTo(RUNS / 40);
        }
        // Networks drawn anew at each checkpoint: nothing links a checkpoint to the next.
        assertThat(count("new network at each checkpoint", NullsTest::redrawn)).isZero();
    }

    private static PhaseSeries redrawn(Synthetic s) {
        double[] c = new double[s.steps.length];
        java.util.Arrays.setAll(c, t -> 6 + 0.3 * s.random.nextGaussian());
        return s.run(c);
    }

    private static double[] walk(Random random, int length, double size) {
        double[] c = new double[length];
        c[0] = 5;
        for (int t = 1; t < length; t++) {
            c[t] = Math.max(1, Math.min(9, c[t - 1] + size * random.nextGaussian()));
        }
        return c;
    }

    private static int count(String name, Function<Synthetic, PhaseSeries> make) {
        int positive = 0;
        for (int i = 0; i < RUNS; i++) {
            Synthetic s = new Synthetic();
            s.random = new Random(i);
            s.examples = 4;
            positive += PhaseDetector.detect(make.apply(s), SPEC, 0, i).verdict() == Verdict.NONE ? 0 : 1;
        }
        LOG.info("{}: {} of {} two-phase", name, positive, RUNS);
        return positive;
    }

    @Test
    void shuffledCheckpoints_areNeverTwoPhase_andShiftedOnsetsAreNearAtTheChanceRate() {
        PhaseSeries s = new Synthetic().run(Synthetic::vee);
        PhaseVerdict v = PhaseDetector.detect(s, SPEC, 0, 1);
        List<NullResult> nulls = Nulls.of(s, v, SPEC, 400, 1);
        nulls.forEach(n -> LOG.info("{}: {} of {}", n.name(), n.positive(), n.trials()));
        assertThat(nulls)
                .extracting(NullResult::name)
                .containsExactly("shuffled checkpoints", "smooth surrogates", "shifted onsets");
        assertThat(nulls.get(0).positive()).isZero();
        // One slow swing keeps its swing: this null is hard on a V, and a report has to print it.
        assertThat(nulls.get(1).positive()).isBetween(100L, 240L);
        assertThat(nulls.get(2).positive() / 400.0).isCloseTo(v.chance().getAsDouble(), within(0.07));
        assertThat(Nulls.of(s, v, SPEC, 400, 1)).isEqualTo(nulls);
    }

    @Test
    void negativeControl_shufflesAreCaughtByRoughnessAlone() {
        PhaseSeries s = new Synthetic().run(Synthetic::vee);
        DetectorSpec rough = new DetectorSpec(300, 0.5, 100, 0.02, 0.10, 0.5, 0.7, 10);
        NullResult shuffled =
                Nulls.of(s, PhaseDetector.detect(s, rough, 0, 1), rough, 400, 1).get(0);
        LOG.info("without the bound on roughness: {} of {}", shuffled.positive(), shuffled.trials());
        assertThat(shuffled.positive()).isPositive();
    }

    /** Shuffles and surrogates are counted with the detector's own decision, yes and no alike. */
    @Test
    void decisionOfTheNulls_isTheOneOfTheDetector() {
        for (int i = 0; i < 60; i++) {
            Synthetic s = new Synthetic();
            s.random = new Random(i);
            s.examples = 4;
            double depth = i / 20.0;
            PhaseSeries run = s.run(x -> 5 - depth * Math.exp(-2 * (x - 2.3) * (x - 2.3)));
            CentroidPath path = CentroidPath.of(run, SPEC.resamples(), 3);
            assertThat(TwoPhaseRule.holds(path, new BrokenLines(path.x()), SPEC))
                    .as("depth " + depth)
                    .isEqualTo(PhaseDetector.detect(run, SPEC, 0, 3).verdict() != Verdict.NONE);
        }
    }

    @Test
    void surrogates_keepMeanAndPower_andLoseThePhases() {
        for (int length : new int[] {22, 23}) {
            double[] series = new Random(3).doubles(length, 2, 7).toArray();
            double[] drawn =
                    new Surrogates(series).draw(CounterRandom.ofResamples(5, 0).walk());
            assertThat(moment(drawn, 1)).isCloseTo(moment(series, 1), within(1e-12));
            assertThat(moment(drawn, 2)).isCloseTo(moment(series, 2), within(1e-10));
            assertThat(drawn[0]).isNotCloseTo(series[0], within(1e-6));
        }
    }

    private static double moment(double[] v, int power) {
        double sum = 0;
        for (double x : v) {
            sum += Math.pow(x, power);
        }
        return sum / v.length;
    }

    @Test
    void runWithoutOnset_hasNothingToShift() {
        PhaseSeries s = Synthetic.withoutTest(new Synthetic().run(Synthetic::vee));
        NullResult shifted =
                Nulls.of(s, PhaseDetector.detect(s, SPEC, 0, 1), SPEC, 10, 1).get(2);
        assertThat(shifted.trials()).isZero();
    }
}
