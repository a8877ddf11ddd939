package dev.onset.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class DenoisingTheoryTest {
    private static final int N = 8;

    private static List<FinalEffects> finals() {
        Random random = new Random(5);
        List<FinalEffects> finals = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            double[] and = new double[1 << N];
            double[] or = new double[1 << N];
            for (int k = 0; k < 25; k++) {
                and[1 + random.nextInt(255)] = random.nextGaussian();
                or[1 + random.nextInt(255)] = random.nextGaussian();
            }
            finals.add(new FinalEffects(and, or));
        }
        return finals;
    }

    private static double[][] path(double... sigma2) {
        double[][] shares = new double[sigma2.length][];
        for (int c = 0; c < sigma2.length; c++) {
            shares[c] = DenoisingTheory.predict(finals(), sigma2[c]);
        }
        return shares;
    }

    @Test
    void whereTheTheoryHolds_theNoiseIsFound_fallsAndBeatsEveryNull() {
        double[] noise = {1e-2, 3e-3, 1e-3, 2e-4, 1e-5, 1e-7};
        TheoryFit fit = DenoisingTheory.fit(finals(), path(noise), 0);
        for (int c = 0; c < noise.length; c++) {
            assertThat(Math.log10(fit.sigma2()[c])).isCloseTo(Math.log10(noise[c]), within(0.02));
            assertThat(fit.tv()[c]).isLessThan(1e-3);
        }
        assertThat(fit.trend()).isEqualTo(-1, within(1e-12));
        assertThat(fit.closest()).isEqualTo("theory");
        assertThat(fit.nulls()).allMatch(path -> fit.meanTv(path) > 10 * fit.meanTv());
    }

    /** The control: a path that is a tilt is told apart from denoising, and the report can say so. */
    @Test
    void whereTheTiltHolds_theTiltIsCloser() {
        double[] last = DenoisingTheory.predict(finals(), 0);
        double[][] shares = new double[5][];
        for (int c = 0; c < 5; c++) {
            shares[c] = new double[N + 1];
            for (int k = 1; k <= N; k++) {
                shares[c][k] = 17 * last[k] * Math.exp(-(4 - c) * 0.6 * k);
            }
        }
        TheoryFit fit = DenoisingTheory.fit(finals(), shares, 0);
        assertThat(fit.closest()).isEqualTo(DenoisingTheory.TILT);
        assertThat(fit.meanTv(fit.nulls().get(2))).isLessThan(1e-4);
        assertThat(fit.meanTv()).isGreaterThan(0.01);
    }

    @Test
    void theStraightLineAndTheConstantAreExactWhereTheyHold() {
        double[] first = DenoisingTheory.predict(finals(), 1);
        double[] last = DenoisingTheory.predict(finals(), 0);
        double[][] shares = new double[6][N + 1];
        for (int c = 0; c < 6; c++) {
            for (int k = 1; k <= N; k++) {
                double share = Math.max(0, (c - 1) / 4.0);
                shares[c][k] = (1 - share) * first[k] + share * last[k];
            }
        }
        TheoryFit fit = DenoisingTheory.fit(finals(), shares, 1);
        for (int c = 0; c < 6; c++) {
            assertThat(fit.nulls().get(1).tv()[c]).isLessThan(1e-12);
        }
        assertThat(fit.nulls().get(0).tv()[5]).isZero();
        assertThat(fit.nulls().get(0).tv()[0]).isGreaterThan(0.1);
    }

    @Test
    void theEmptyCoalition_leaksIntoLowOrdersOnlyInTheLiteralVariant() {
        double[] and = new double[8];
        and[7] = 1;
        FinalEffects shifted = new FinalEffects(and, new double[8]);
        double[] literal = and.clone();
        literal[0] = 50;
        double[] without = DenoisingTheory.predict(List.of(shifted), 0.1);
        double[] with = DenoisingTheory.predict(List.of(new FinalEffects(literal, new double[8])), 0.1);
        assertThat(with[1]).isGreaterThan(without[1] + 0.05);
    }

    @Test
    void andOnly_dropsWhatIsNotSalient() {
        FinalEffects effects = FinalEffects.andOnly(new double[] {9, 0.1, -2, 3}, 1);
        assertThat(effects.and()).containsExactly(0, 0, -2, 3);
        assertThat(effects.or()).containsOnly(0);
    }

    @Test
    void badInput_isRefusedNamingTheCheckpoint() {
        double[][] shares = path(1e-3, 1e-4);
        shares[1][3] = Double.NaN;
        assertThatThrownBy(() -> DenoisingTheory.fit(finals(), shares, 0))
                .hasMessageContaining("checkpoint 1, order 3");
        assertThatThrownBy(() -> DenoisingTheory.fit(finals(), new double[][] {new double[N + 1]}, 0))
                .hasMessageContaining("no strength");
        assertThatThrownBy(() -> DenoisingTheory.fit(finals(), path(1e-3), 1)).hasMessageContaining("turn");
        assertThatThrownBy(() -> DenoisingTheory.fit(List.of(), path(1e-3), 0)).hasMessageContaining("no samples");
        assertThatThrownBy(() -> new FinalEffects(new double[4], new double[8])).hasMessageContaining("8 OR");
    }
}
