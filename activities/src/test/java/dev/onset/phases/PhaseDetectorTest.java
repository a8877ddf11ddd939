package dev.onset.phases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.OnsetException;
import dev.onset.phases.PhaseVerdict.Verdict;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class PhaseDetectorTest {
    private static final DetectorSpec SPEC = DetectorSpec.reference();

    @Test
    void fallThenRise_withTheGapOpeningAtTheTurn_isTwoPhaseOnset() {
        PhaseVerdict v = detect(new Synthetic().run(Synthetic::vee));
        assertThat(v.verdict()).isEqualTo(Verdict.TWO_PHASE_ONSET);
        assertThat(v.words()).isEqualTo("two phases; the gap opens nearby");
        assertThat(Math.log10(v.tStar().getAsDouble())).isCloseTo(2.5, within(0.06));
        Interval tStar = v.turn().tStar().orElseThrow();
        assertThat(tStar.low()).isLessThanOrEqualTo(tStar.value());
        assertThat(tStar.high()).isGreaterThanOrEqualTo(tStar.value());
        assertThat(v.turn().fall().orElseThrow().value()).isCloseTo(2.8, within(0.15));
        assertThat(v.turn().rise().orElseThrow().value()).isCloseTo(2.1, within(0.15));
        assertThat(v.turn().roughness().getAsDouble()).isBetween(1.0, 1.1);
        assertThat(v.turn().breaks()).isNotEmpty();
        assertThat(v.criteria()).allMatch(Criterion::passed).hasSize(8);
        assertThat(v.generalised()).isTrue();
        assertThat(v.chance().getAsDouble()).isBetween(0.38, 0.42);
        assertThat(v.losses().halving().getAsDouble()).isCloseTo(Math.pow(10, 2.4), within(15.0));
    }

    @Test
    void gapOpeningADecadeLater_isTwoPhaseOnly_andSaysByHowMuch() {
        Synthetic s = new Synthetic();
        s.gap = x -> 0.3 / (1 + Math.exp(-40 * (x - 3.3)));
        PhaseVerdict v = detect(s.run(Synthetic::vee));
        assertThat(v.verdict()).isEqualTo(Verdict.TWO_PHASE);
        assertThat(v.near()).isFalse();
        assertThat(v.distance().getAsDouble()).isBetween(0.6, 0.9);
        assertThat(v.words()).matches("two phases; the gap opens 0\\.\\d\\d decades later");
    }

    @Test
    void noGap_isTwoPhaseOnly_whateverItsNoise() {
        Synthetic s = new Synthetic();
        s.gap = x -> 0;
        PhaseVerdict v = detect(s.run(Synthetic::vee));
        assertThat(v.verdict()).isEqualTo(Verdict.TWO_PHASE);
        assertThat(v.gap().orElseThrow().exists()).isFalse();
        assertThat(v.gap().orElseThrow().onsets()).allMatch(o -> o.step().isEmpty());
        assertThat(v.words()).contains("no gap between test and training loss opens");
    }

    @Test
    void withoutTestSplit_theTurnIsStillDecided() {
        PhaseVerdict v = detect(Synthetic.withoutTest(new Synthetic().run(Synthetic::vee)));
        assertThat(v.verdict()).isEqualTo(Verdict.TWO_PHASE);
        assertThat(v.gap()).isEmpty();
        assertThat(v.criteria()).hasSize(5);
        assertThat(v.words()).isEqualTo("two phases; there is no test split, so no gap");
    }

    @Test
    void pathsWithoutATurn_areNone() {
        assertNone(new Synthetic().run(x -> 6 - x), "rise");
        assertNone(new Synthetic().run(x -> 2 + x), "fall");
        assertNone(new Synthetic().run(x -> 4.0), "fall");
        assertNone(new Synthetic().run(x -> x < 2.5 ? 6 : 3), "rise");
        Synthetic still = new Synthetic();
        still.noise = 0;
        still.sampleSpread = 0;
        assertNone(still.run(x -> 4.0), "interior minimum");
        assertNone(still.run(x -> 6 - x), "rise");
    }

    @Test
    void jaggedPath_failsOnRoughness() {
        Synthetic s = new Synthetic();
        double[] saw = IntStream.range(0, s.steps.length)
                .mapToDouble(t -> t == 11 ? 2 : t % 2 == 0 ? 6 : 4)
                .toArray();
        assertNone(s.run(saw), "roughness");
    }

    @Test
    void timeReversedRun_isTwoPhase() {
        PhaseSeries s = new Synthetic().run(Synthetic::vee);
        double[][][] reversed = new double[s.checkpoints()][][];
        for (int t = 0; t < reversed.length; t++) {
            reversed[t] = s.strengths()[reversed.length - 1 - t];
        }
        PhaseVerdict v = detect(new PhaseSeries(s.steps(), reversed, s.trainLosses(), s.testLosses()));
        assertThat(v.verdict()).isNotEqualTo(Verdict.NONE);
    }

    @Test
    void networkThatNeverGeneralises_keepsItsPhases_andIsSaidNotToGeneralise() {
        Synthetic s = new Synthetic();
        s.gap = x -> 3 / (1 + Math.exp(-4 * (x - 2.4)));
        PhaseVerdict v = detect(s.run(Synthetic::vee));
        assertThat(v.verdict()).isNotEqualTo(Verdict.NONE);
        assertThat(v.generalised()).isFalse();
        assertThat(v.words()).endsWith(", but the network did not generalise");
    }

    @Test
    void equallySparseRangeWiderThanTheRise_withholdsTheVerdict() {
        PhaseSeries s = new Synthetic().run(Synthetic::vee);
        PhaseVerdict refused = PhaseDetector.detect(s, SPEC, 2.5, 1);
        assertThat(refused.verdict()).isEqualTo(Verdict.NONE);
        assertThat(refused.withheld()).isTrue();
        assertThat(refused.words())
                .matches("no verdict: the centroid moves by [12]\\.\\d\\d orders, and .* differ by 2\\.50");
        PhaseVerdict kept = PhaseDetector.detect(s, SPEC, 0.4, 1);
        assertThat(kept.verdict()).isEqualTo(Verdict.TWO_PHASE_ONSET);
        assertThat(kept.withheld()).isFalse();
        // A path that does not rise at all is none under every equally sparse solution.
        PhaseVerdict none = PhaseDetector.detect(new Synthetic().run(x -> 6 - x), SPEC, 0.2, 1);
        assertThat(none.withheld()).isFalse();
    }

    @Test
    void thinRuns_sayWhatTheyLack() {
        Synthetic s = new Synthetic();
        s.steps = Synthetic.schedule(7, 3000);
        s.samples = 5;
        assertThat(detect(s.run(Synthetic::vee)).remarks())
                .anyMatch(r -> r.contains("biased late"))
                .anyMatch(r -> r.startsWith("Intervals rest on 5 samples"))
                .anyMatch(r -> r.contains("equally sparse extractions is unknown"));
        assertThat(PhaseDetector.detect(new Synthetic().run(Synthetic::vee), SPEC, 0.3, 1)
                        .remarks())
                .as("a full run keeps only the caution on the onset's rule")
                .hasSize(1);
        PhaseSeries late = new Synthetic().run(Synthetic::vee).at(5, 8, 11, 14, 17, 20, 21, 22);
        assertThat(detect(late).remarks()).anyMatch(r -> r.startsWith("The initial network was not observed"));
    }

    @Test
    void checkpointsWithoutSalientInteractions_areLeftOut_andCounted() {
        PhaseSeries s = new Synthetic().run(Synthetic::vee);
        for (double[] sample : s.strengths()[7]) {
            Arrays.fill(sample, 0);
        }
        PhaseVerdict v = detect(s);
        assertThat(v.verdict()).isEqualTo(Verdict.TWO_PHASE_ONSET);
        assertThat(v.turn().centroid()[7]).isZero();
        assertThat(v.remarks()).anyMatch(r -> r.endsWith("left out: 1 of 23."));
        for (double[][] checkpoint : s.strengths()) {
            for (double[] sample : checkpoint) {
                Arrays.fill(sample, 0);
            }
        }
        PhaseVerdict nothing = detect(s);
        assertThat(nothing.verdict()).isEqualTo(Verdict.NONE);
        assertThat(nothing.turn().fall()).isEmpty();
        assertThat(nothing.turn().lowest()).isEqualTo(-1);
    }

    @Test
    void shortRuns_areDecidedWithoutFailing() {
        PhaseSeries s = new Synthetic().run(Synthetic::vee);
        for (int points = 1; points <= 6; points++) {
            PhaseVerdict v = detect(s.at(IntStream.range(0, points).toArray()));
            assertThat(v.verdict()).isEqualTo(Verdict.NONE);
        }
        // A perfect V of four checkpoints cannot be told from a line: no broken line has fewer parameters than points.
        PhaseVerdict four = detect(s.at(0, 14, 18, 22));
        assertThat(four.verdict()).isEqualTo(Verdict.NONE);
        assertThat(four.turn().bicOneBreak()).isEmpty();
    }

    @Test
    void sameSeed_givesTheSameBits_anotherSeedOtherIntervals() {
        PhaseSeries s = new Synthetic().run(Synthetic::vee);
        PhaseVerdict a = detect(s);
        PhaseVerdict b = detect(new Synthetic().run(Synthetic::vee));
        assertThat(a.turn().low()).isEqualTo(b.turn().low());
        assertThat(a.turn().tStar()).isEqualTo(b.turn().tStar());
        assertThat(a.gap().orElseThrow().high()).isEqualTo(b.gap().orElseThrow().high());
        assertThat(a.criteria()).isEqualTo(b.criteria());
        assertThat(PhaseDetector.detect(s, SPEC, 0, 2).turn().low())
                .isNotEqualTo(a.turn().low());
    }

    @Test
    void numbersThatAreNotFinite_orShapesThatDoNotFit_areRefused() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            refused(s -> s.strengths()[3][2][1] = bad, "strengths[3][2][1] is ");
            refused(s -> s.trainLosses()[3][2] = bad, "trainLosses[3][2] is ");
            refused(s -> s.testLosses()[3][2] = bad, "testLosses[3][2] is ");
        }
        refused(s -> s.strengths()[3][2][1] = -1, "not negative");
        refused(s -> s.steps()[3] = s.steps()[2], "steps must ascend");
        refused(s -> s.strengths()[3][2] = new double[4], "has 4 entries");
        refused(s -> s.testLosses()[3] = new double[4], "has 4 entries");
        PhaseSeries good = new Synthetic().run(Synthetic::vee);
        assertThatThrownBy(() -> PhaseDetector.detect(good, SPEC, Double.NaN, 1))
                .isInstanceOf(OnsetException.class);
    }

    private static void refused(java.util.function.Consumer<PhaseSeries> damage, String message) {
        PhaseSeries s = new Synthetic().run(Synthetic::vee);
        damage.accept(s);
        assertThatThrownBy(() -> new PhaseSeries(s.steps(), s.strengths(), s.trainLosses(), s.testLosses()))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("observations are untouched");
    }

    private static void assertNone(PhaseSeries s, String failed) {
        PhaseVerdict v = detect(s);
        assertThat(v.verdict()).isEqualTo(Verdict.NONE);
        assertThat(v.words()).startsWith("no two phases: failed ").contains(failed);
    }

    private static PhaseVerdict detect(PhaseSeries s) {
        return PhaseDetector.detect(s, SPEC, 0, 1);
    }
}
