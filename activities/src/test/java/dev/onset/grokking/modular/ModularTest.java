package dev.onset.grokking.modular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.FieldException;
import dev.onset.report.Check;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ModularTest {
    private static final ModularSettings SMALL = new ModularSettings(7, 10, 0.5, 0.005, 1);

    @Test
    void theory_meetsEveryCheck() {
        assertThat(ModularChecks.theory()).hasSize(3).allMatch(Check::pass);
    }

    @Test
    void twiceTheOutputVariance_failsTheTheoryChecks() {
        ModularTheorySettings other = new ModularTheorySettings(0.2, 401, 1000, 0.004 / 1000, 1e-4);
        assertThat(ModularTheory.equalDepthNoise(other)).isNotCloseTo(0.2360, within(0.0005));
        double specialised = ModularTheory.specialisedNoise(other);
        assertThat(specialised).isNotCloseTo(0.175, within(0.005));
        assertThat(-ModularTheory.solve(other.withNoise(specialised)).a()).isNotCloseTo(0.74, within(0.02));
    }

    @Test
    void aboveTheOnset_nothingIsLearned() {
        ModularSolution s = ModularTheory.solve(ModularTheorySettings.figure(0.3));
        assertThat(s.a()).isCloseTo(-1, within(1e-9));
        assertThat(s.occupation()).isZero();
    }

    @Test
    void leftAtAnyStepAndTakenUp_endsWithTheSameBits() {
        ModularTraining whole = new ModularTraining(SMALL, 5);
        whole.advance(60, step -> {});
        for (long stop : new long[] {0, 1, 31, 59}) {
            ModularTraining first = new ModularTraining(SMALL, 5);
            first.advance(stop, step -> {});
            ModularTraining second = new ModularTraining(SMALL, 5);
            second.advance(17, step -> second.observe());
            second.restore(first.state());
            second.advance(60, step -> {});
            assertThat(second.state()).isEqualTo(whole.state());
        }
        ModularTraining forgetful = new ModularTraining(SMALL, 5);
        forgetful.advance(31, step -> {});
        ModularState s = forgetful.state();
        forgetful.restore(new ModularState(31, s.parameters(), new double[s.mean().length], s.square()));
        forgetful.advance(60, step -> {});
        assertThat(forgetful.state()).isNotEqualTo(whole.state());
    }

    @Test
    void gradient_isThatOfTheLoss() {
        // one step of AdamW without decay moves every parameter by -rate * sign(gradient) to first order
        ModularSettings tiny = new ModularSettings(5, 4, 0.6, 1e-6, 0);
        ModularTraining training = new ModularTraining(tiny, 2);
        ModularState before = training.state();
        training.advance(1, step -> {});
        ModularState after = training.state();
        double h = 1e-6;
        for (int i = 0; i < before.parameters().length; i++) {
            double[] up = before.parameters().clone();
            double[] down = before.parameters().clone();
            up[i] += h;
            down[i] -= h;
            double slope = (loss(tiny, up) - loss(tiny, down)) / (2 * h);
            assertThat(after.mean()[i] / 0.1).isCloseTo(slope, within(1e-8));
        }
    }

    private static double loss(ModularSettings settings, double[] parameters) {
        ModularTraining training = new ModularTraining(settings, 2);
        double[] zero = new double[parameters.length];
        training.restore(new ModularState(0, parameters, zero, zero));
        return training.observe().trainLoss();
    }

    @ParameterizedTest
    @CsvSource({"3, .01, 0 of 9", "5, .99, 25 of 25"})
    void fractionThatLeavesNoPairForTrainingOrTest_isRefused(int p, double fraction, String pairs) {
        assertThatThrownBy(() -> new ModularSettings(p, 8, fraction, 0.005, 1))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining(pairs);
        assertThat(new ModularSettings(p, 8, 0.5, 0.005, 1).trainedPairs()).isPositive();
    }

    @Test
    void concentration_isOneForASingleFrequencyAndEvenForADelta() {
        double[] cosine = new double[14];
        double[] delta = new double[14];
        for (int n = 0; n < 7; n++) {
            cosine[n] = Math.cos(2 * Math.PI * 2 * n / 7 + 0.3);
        }
        delta[3] = 1;
        assertThat(new FourierConcentration(7).of(cosine, 1)).isCloseTo(1, within(1e-12));
        assertThat(new FourierConcentration(7).of(delta, 1)).isCloseTo(1.0 / 3, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {-3, 1, 2, 9, 21, 25, 211})
    void modulusThatIsNoOddPrimeInRange_isRefused(int p) {
        assertThatThrownBy(() -> new ModularSettings(p, 256, 0.5, 0.005, 1))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("prime is " + p);
    }
}
