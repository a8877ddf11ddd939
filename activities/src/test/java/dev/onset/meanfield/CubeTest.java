package dev.onset.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onset.random.CounterRandom;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Transforms on the cube are what their definitions say. */
@Tag("property")
class CubeTest {
    private static double[] function(int n, long seed) {
        CounterRandom random = new CounterRandom(seed, 1);
        double[] f = new double[1 << n];
        for (int x = 0; x < f.length; x++) {
            f[x] = random.gaussian(x);
        }
        return f;
    }

    @Property(tries = 60)
    void coefficients_areMeansAgainstTheirCharacters_andKeepTheEnergy(
            @ForAll @IntRange(min = 1, max = 7) int n, @ForAll @LongRange(min = 0, max = 1_000) long seed) {
        double[] f = function(n, seed);
        double[] hat = Cube.coefficients(f);
        double energy = 0;
        double norm = 0;
        for (int s = 0; s < f.length; s++) {
            assertThat(hat[s]).isCloseTo(Cube.coefficient(f, s), within(1e-12));
            energy += hat[s] * hat[s];
            norm += f[s] * f[s] / f.length;
        }
        assertThat(energy).isCloseTo(norm, within(1e-10));
        double byOrder = 0;
        for (double e : Cube.energies(f)) {
            byOrder += e;
        }
        assertThat(byOrder).isCloseTo(norm, within(1e-10));
    }

    /** I(T) = label (-2)^|T| sum over S that contain T of chi_S(-x*) fhat_S. */
    @Property(tries = 40)
    void dividends_areTheSupersetSumsOfTheSpectrum(
            @ForAll @IntRange(min = 1, max = 6) int n, @ForAll @LongRange(min = 0, max = 1_000) long seed) {
        double[] f = function(n, seed);
        double[] hat = Cube.coefficients(f);
        int vertex = (int) (seed % f.length);
        int opposite = vertex ^ (f.length - 1);
        double[] dividends = Cube.dividends(f, vertex, -1);
        for (int t = 0; t < f.length; t++) {
            double sum = 0;
            for (int s = 0; s < f.length; s++) {
                sum += (s & t) == t ? Cube.sign(s, opposite) * hat[s] : 0;
            }
            double expected = -Math.pow(-2, Integer.bitCount(t)) * sum;
            assertThat(dividends[t]).isCloseTo(expected, within(1e-9));
        }
    }

    @Property(tries = 1)
    void aTeacher_hasItsOwnCoefficients_andATermOfOrderKHasNoDividendAboveIt() {
        double[] y = Cube.values(5, List.of(new Term(List.of(1), 2), new Term(List.of(2, 4, 5), 0.5)));
        double[] hat = Cube.coefficients(y);
        assertThat(hat[0b00001]).isCloseTo(2, within(1e-12));
        assertThat(hat[0b11010]).isCloseTo(0.5, within(1e-12));
        assertThat(Cube.energies(y)).containsExactly(new double[] {0, 4, 0, 0.25, 0, 0}, within(1e-12));
        double[] dividends = Cube.dividends(y, 0b01101, 1);
        for (int t = 0; t < dividends.length; t++) {
            assertThat(Math.abs(dividends[t]) > 1e-9 && Integer.bitCount(t) > 3).isFalse();
        }
        assertThat(Math.abs(dividends[0b11010])).isCloseTo(8 * 0.5, within(1e-12));
        // the character of another set is not the teacher's: a wrong sign would show here
        assertThat(hat[0b00010]).isCloseTo(0, within(1e-12));
    }
}
