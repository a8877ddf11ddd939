package dev.onset.grokking.cubic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.OnsetException;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class LangevinTrainingTest {
    private static final LangevinSettings SMALL = new LangevinSettings(
            new CubicSettings(-0.3, 0.1, 40, 12, 7, 0.05, 0.5), 0.02, 20, 5, 2, 16, LangevinSettings.Start.PRIOR);

    @Test
    void errorFunction_agreesWithTheLibraryAndItsDerivative() {
        double[] z = new double[2001];
        for (int i = 0; i < z.length; i++) {
            z[i] = (i - 1000) * 0.00713;
        }
        double[] value = new double[z.length];
        double[] slope = new double[z.length];
        ErrorFunction.apply(z, value, slope);
        for (int i = 0; i < z.length; i++) {
            assertThat(value[i]).isCloseTo(Erf.erf(z[i]), within(1e-9));
            assertThat(slope[i]).isCloseTo(2 / Math.sqrt(Math.PI) * Math.exp(-z[i] * z[i]), within(1e-9));
        }
    }

    @Test
    void leftAtAnyStepAndTakenUp_endsWithTheSameBits() {
        LangevinTraining whole = new LangevinTraining(SMALL, 7);
        whole.advance(90, step -> {});
        for (long stop : new long[] {0, 1, 37, 45, 89}) {
            LangevinTraining first = new LangevinTraining(SMALL, 7);
            first.advance(stop, step -> {});
            LangevinTraining second = new LangevinTraining(SMALL, 7);
            second.advance(13, step -> {});
            second.restore(first.state());
            second.advance(90, step -> {});
            assertThat(second.state()).isEqualTo(whole.state());
            assertThat(second.observe()).isEqualTo(whole.observe());
        }
    }

    @Test
    void anotherSeedOrStep_givesOtherBits() {
        LangevinTraining whole = new LangevinTraining(SMALL, 7);
        whole.advance(90, step -> {});
        LangevinTraining other = new LangevinTraining(SMALL, 8);
        other.advance(90, step -> {});
        assertThat(other.state()).isNotEqualTo(whole.state());
        LangevinTraining shifted = new LangevinTraining(SMALL, 7);
        LangevinTraining early = new LangevinTraining(SMALL, 7);
        early.advance(37, step -> {});
        shifted.restore(new LangevinState(36, early.state().members()));
        shifted.advance(90, step -> {});
        assertThat(shifted.state()).isNotEqualTo(whole.state());
    }

    @Test
    void stateOfOtherSettings_isRefused() {
        LangevinTraining training = new LangevinTraining(SMALL, 7);
        LangevinSettings wider = new LangevinSettings(
                new CubicSettings(-0.3, 0.1, 40, 13, 7, 0.05, 0.5), 0.02, 20, 5, 2, 16, LangevinSettings.Start.PRIOR);
        LangevinState foreign = new LangevinTraining(wider, 7).state();
        assertThatThrownBy(() -> training.restore(foreign))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("other settings");
    }

    @Test
    void withoutData_thePriorIsTheEquilibrium_andWithThePrintedNoiseItIsNot() {
        NoiseEvidence evidence = NoiseEvidence.measure();
        // q ~ N(0, sigma_w^2/d): sd .3162, P(|q| > .4) = .2059; the step's bias is under 1 %
        assertThat(evidence.prior()).isCloseTo(0.2059, within(0.0001));
        assertThat(evidence.corrected()).isCloseTo(evidence.prior(), within(0.01));
        // twice the variance: sd .4472
        assertThat(evidence.printed()).isCloseTo(Erf.erfc(0.4 / Math.sqrt(4 * 0.1)), within(0.015));
        assertThat(evidence.printed()).isNotCloseTo(evidence.prior(), within(0.1));
    }
}
