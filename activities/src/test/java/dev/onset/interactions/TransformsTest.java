package dev.onset.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.OnsetException;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class TransformsTest {
    static double[] random(int n, long seed) {
        Random random = new Random(seed);
        return random.doubles(1 << n, -1, 1).toArray();
    }

    private interface Kernel {
        double at(int row, int column);
    }

    private static double[] dense(double[] x, Kernel kernel) {
        double[] y = new double[x.length];
        for (int s = 0; s < x.length; s++) {
            for (int t = 0; t < x.length; t++) {
                y[s] += kernel.at(s, t) * x[t];
            }
        }
        return y;
    }

    private static double sign(int mask) {
        return Integer.bitCount(mask) % 2 == 0 ? 1 : -1;
    }

    private static void close(double[] actual, double[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int s = 0; s < actual.length; s++) {
            assertThat(actual[s]).as("entry " + s).isCloseTo(expected[s], within(tolerance));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void everyTransform_equalsItsDefinition(int n) {
        double[] x = random(n, n);
        double[] y = x.clone();
        Transforms.zetaSubsets(y);
        close(y, dense(x, (s, t) -> (t & ~s) == 0 ? 1 : 0), 1e-12);
        y = x.clone();
        Transforms.moebiusSubsets(y);
        close(y, dense(x, (s, t) -> (t & ~s) == 0 ? sign(s ^ t) : 0), 1e-12);
        y = x.clone();
        Transforms.zetaSupersets(y);
        close(y, dense(x, (t, s) -> (t & ~s) == 0 ? 1 : 0), 1e-12);
        y = x.clone();
        Transforms.moebiusSupersets(y);
        close(y, dense(x, (t, s) -> (t & ~s) == 0 ? sign(s ^ t) : 0), 1e-12);
        y = x.clone();
        Transforms.walshHadamard(y);
        close(y, dense(x, (s, t) -> sign(s & t)), 1e-12);
    }

    @Test
    void kronecker_appliesTheMatrixToEveryPlayer() {
        double[] x = random(6, 6);
        double[] y = x.clone();
        Transforms.kronecker(y, 2, -1, 0.5, 3);
        double[][] m = {{2, -1}, {0.5, 3}};
        close(
                y,
                dense(x, (s, t) -> {
                    double product = 1;
                    for (int i = 0; i < 6; i++) {
                        product *= m[s >> i & 1][t >> i & 1];
                    }
                    return product;
                }),
                1e-9);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 12, 13, 14, 17})
    void inverseTransforms_undoEachOther_acrossCacheBlocks(int n) {
        double[] x = random(n, n);
        double[] y = x.clone();
        Transforms.zetaSubsets(y);
        Transforms.moebiusSubsets(y);
        close(y, x, 1e-9);
        Transforms.zetaSupersets(y);
        Transforms.moebiusSupersets(y);
        close(y, x, 1e-8);
    }

    @Test
    void zetaOverSupersets_isTheTranspose() {
        double[] x = random(14, 1);
        double[] y = random(14, 2);
        double[] zx = x.clone();
        Transforms.zetaSubsets(zx);
        double[] zy = y.clone();
        Transforms.zetaSupersets(zy);
        assertThat(Sums.dot(zx, y)).isCloseTo(Sums.dot(x, zy), within(1e-6));
    }

    static java.util.stream.Stream<String> analytic() {
        return Fixtures.analytic();
    }

    @ParameterizedTest
    @MethodSource("analytic")
    void andAndOr_equalExactIntegers(String name) {
        Fixtures.Game game = Fixtures.analytic(name);
        close(Transforms.and(game.v()), game.and(), 1e-9);
        close(Transforms.or(game.v()), game.or(), 1e-9);
    }

    @Test
    void networkGames_equalTheIndependentTransforms() {
        for (String name : Fixtures.NETWORKS) {
            Fixtures.Game game = Fixtures.network(name);
            close(Transforms.and(game.u()), game.and(), 1e-8);
            close(Transforms.or(game.u()), game.or(), 1e-8);
        }
    }

    @Test
    void wrongBitOrderOrOrSign_isNoticedByTheFixtures() {
        Fixtures.Game game = Fixtures.network("digits_mlp_0");
        double[] bigEndian = new double[game.v().length];
        for (int s = 0; s < bigEndian.length; s++) {
            bigEndian[s] = game.u()[Integer.reverse(s) >>> 22];
        }
        assertThatThrownBy(() -> close(Transforms.and(bigEndian), game.and(), 1e-8))
                .isInstanceOf(AssertionError.class);
        double[] flipped = Transforms.or(game.u());
        Transforms.kronecker(flipped, 1, 0, 0, 1);
        for (int s = 0; s < flipped.length; s++) {
            flipped[s] = -flipped[s];
        }
        assertThatThrownBy(() -> close(flipped, game.or(), 1e-8)).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 14})
    void halvesOfBothTransforms_reconstructTheGame(int n) {
        double[] u = random(n, 3);
        u[0] = 0;
        double[] and = Transforms.and(u);
        double[] or = Transforms.or(u);
        for (int s = 0; s < u.length; s++) {
            and[s] /= 2;
            or[s] /= 2;
        }
        close(Transforms.reconstruct(and, or), u, 1e-9);
    }

    @Test
    void lengthThatIsNoPowerOfTwo_isRefusedWithTheLength() {
        assertThatThrownBy(() -> Transforms.zetaSubsets(new double[6]))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("length 6");
    }
}
