package dev.onset.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class DenoiserTest {
    /** M by its definition, from all masked samples. */
    private static RealMatrix dense(int n, double sigma2) {
        int size = 1 << n;
        RealMatrix normal = new Array2DRowRealMatrix(size, size);
        RealMatrix penalised = new Array2DRowRealMatrix(size, size);
        for (int t = 0; t < size; t++) {
            for (int r = 0; r < size; r++) {
                int samples = 1 << (n - Integer.bitCount(t | r));
                normal.setEntry(t, r, samples);
                penalised.setEntry(t, r, samples + (t == r ? size * sigma2 * (1 << Integer.bitCount(t)) : 0));
            }
        }
        return new LUDecomposition(penalised).getSolver().solve(normal);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5", "2, 0.1", "3, 1e-3", "5, 1e-6", "8, 0.1", "8, 1e-4", "8, 30"})
    void theFastMapIsTheDenseSolve(int n, double sigma2) {
        RealMatrix m = dense(n, sigma2);
        double[] w = new Random(7 + n).doubles(1 << n, -1, 1).toArray();
        double[] expected = m.operate(w);
        double[] fast = w.clone();
        Denoiser.apply(fast, sigma2);
        for (int s = 0; s < w.length; s++) {
            assertThat(fast[s]).isCloseTo(expected[s], within(1e-10));
        }
        for (int k = 0; k <= n; k++) {
            double[] row = m.getRow((1 << k) - 1);
            double[] fastRow = Denoiser.row(n, k, sigma2);
            for (int s = 0; s < row.length; s++) {
                assertThat(fastRow[s]).isCloseTo(row[s], within(1e-10));
            }
        }
    }

    @Test
    void knownMatrices() {
        assertThat(Denoiser.row(1, 0, 0.5)).containsExactly(new double[] {0.625, 0.25}, within(1e-14));
        assertThat(Denoiser.row(1, 1, 0.5)).containsExactly(new double[] {0.125, 0.25}, within(1e-14));
        double[][] two = {{173, 68, 68, 24}, {34, 71, 12, 32}, {6, 16, 16, 23}};
        for (int k = 0; k <= 2; k++) {
            double[] row = Denoiser.row(2, k, 0.5);
            for (int s = 0; s < 4; s++) {
                assertThat(row[s] * 295).isCloseTo(two[k][s], within(1e-11));
            }
        }
    }

    @Test
    void knownRowNorms() {
        double[] expected = {
            .835646,
            .600052,
            .331565,
            .152205,
            .0633084,
            .0247905,
            .00931985,
            .00340220,
            .00121465,
            4.26164e-4,
            1.47442e-4
        };
        double[] norms = Denoiser.rowNorms(10, 0.1);
        for (int k = 0; k <= 10; k++) {
            assertThat(norms[k]).isCloseTo(expected[k], within(1e-5 * expected[k]));
        }
    }

    @Test
    void knownRatios() {
        double[] tenth = {1.810, 2.178, 2.404, 2.554, 2.660, 2.739, 2.801, 2.850, 2.890};
        double[] thousandth = {1.118, 1.267, 1.558, 1.840, 2.057, 2.222, 2.351, 2.453, 2.537};
        double[][] curves = Denoiser.ratioCurves(10, new double[] {0.1, 0.001});
        for (int k = 1; k <= 9; k++) {
            assertThat(curves[0][k]).isCloseTo(tenth[k - 1], within(6e-4));
            assertThat(curves[1][k]).isCloseTo(thousandth[k - 1], within(6e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 7, 10})
    void upToTenPlayers_lowerOrdersAreLearnedMoreStrongly_andMoreSoWithMoreNoise(int n) {
        double[] before = new double[n];
        for (double exponent = -9; exponent <= 2; exponent += 0.5) {
            double[] ratios = Denoiser.ratios(n, Math.pow(10, exponent));
            for (int k = 1; k < n; k++) {
                assertThat(ratios[k]).isGreaterThan(1).isGreaterThan(before[k] - 1e-9);
            }
            before = ratios;
        }
    }

    /** The control of the above, and the counterexample to the paper's proposition. */
    @Test
    void withTwelvePlayers_thatIsNoLongerSo() {
        assertThat(Denoiser.ratios(12, Math.pow(10, -7.25))[1]).isCloseTo(0.99974, within(5e-6));
    }

    @Test
    void withoutNoise_nothingChanges_andBadNoiseIsRefused() {
        double[] w = {0, 1, -2, 3};
        Denoiser.apply(w, 0);
        assertThat(w).containsExactly(new double[] {0, 1, -2, 3}, within(1e-13));
        assertThatThrownBy(() -> Denoiser.apply(w, Double.NaN)).hasMessageContaining("noise variance is NaN");
    }
}
