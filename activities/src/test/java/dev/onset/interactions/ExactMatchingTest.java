package dev.onset.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class ExactMatchingTest {
    /** Effects that are far from matching, and the game that they ought to match. */
    private static final class Case {
        final int n;
        final double[] u;
        final double[] and;
        final double[] or;
        final ExtractionWorkspace w;
        final ExactMatching matching;
        final double[] target;

        Case(int n) {
            this.n = n;
            Random random = new Random(n);
            u = random.doubles(1L << n, -1, 1).toArray();
            and = random.doubles(1L << n, -1, 1).toArray();
            or = random.doubles(1L << n, -1, 1).toArray();
            u[0] = 0;
            and[0] = 0;
            AndOrOperator.maskOr(or);
            w = new ExtractionWorkspace(n);
            matching = new ExactMatching(n);
            target = matching.target(u);
        }

        void project() {
            matching.project(and.clone(), or.clone(), target, w);
        }

        /** Z a + W o - u. */
        double[] mismatch(double[] a, double[] o) {
            double[] r = a.clone();
            AndOrOperator.apply(r, o.clone());
            for (int s = 0; s < r.length; s++) {
                r[s] -= u[s];
            }
            return r;
        }

        double[] projected(double[] x, double[] taken) {
            double[] rest = x.clone();
            for (int s = 0; s < x.length; s++) {
                rest[s] -= taken[s];
            }
            return rest;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void projection_takesTheLeastThatMakesEffectsMatch_asDenseNormalEquationsSay(int n) {
        Case c = new Case(n);
        c.project();

        double[] multiplier = denseMultiplier(c);
        for (int t = 1; t < 1 << n; t++) {
            double and = 0;
            double or = 0;
            for (int s = 1; s < 1 << n; s++) {
                and += (s & t) == t ? multiplier[s] : 0;
                or += (s & t) != 0 && isOr(t) ? multiplier[s] : 0;
            }
            assertThat(c.w.adjointAnd[t]).isCloseTo(and, within(1e-10));
            assertThat(c.w.adjointOr[(1 << n) - 1 - t]).isCloseTo(or, within(1e-10));
        }
        double value = 0;
        for (int s = 1; s < 1 << n; s++) {
            value -= multiplier[s] * c.u[s];
        }
        assertThat(new Projection.Exact(c.matching, c.target, c.w).dual()).isCloseTo(value, within(1e-10));
    }

    /** The OR of one player is the same function as its AND, and no unknown. */
    private static boolean isOr(int coalition) {
        return Integer.bitCount(coalition) > 1;
    }

    /** (K K^T)^-1 (K x - u) by elimination, K written down from what AND and OR effects are. */
    private static double[] denseMultiplier(Case c) {
        int size = 1 << c.n;
        double[][] system = new double[size][size];
        double[] r = c.mismatch(c.and, c.or);
        for (int s = 1; s < size; s++) {
            for (int q = 1; q < size; q++) {
                for (int t = 1; t < size; t++) {
                    system[s][q] += (s & t) == t && (q & t) == t ? 1 : 0;
                    system[s][q] += (s & t) != 0 && (q & t) != 0 && isOr(t) ? 1 : 0;
                }
            }
        }
        for (int p = 1; p < size; p++) {
            for (int s = p + 1; s < size; s++) {
                double factor = system[s][p] / system[p][p];
                for (int q = p; q < size; q++) {
                    system[s][q] -= factor * system[p][q];
                }
                r[s] -= factor * r[p];
            }
        }
        for (int p = size - 1; p >= 1; p--) {
            for (int q = p + 1; q < size; q++) {
                r[p] -= system[p][q] * r[q];
            }
            r[p] /= system[p][p];
        }
        r[0] = 0;
        return r;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 10, 13, 16})
    void projectedEffects_matchToRounding_andWhatIsTakenIsTheImageOfOneMultiplier(int n) {
        Case c = new Case(n);
        c.project();

        double[] left = c.mismatch(c.projected(c.and, c.w.adjointAnd), c.projected(c.or, c.w.adjointOr));
        // sums of 2^n effects, each exact to rounding
        double allowed = 1e-15 * (1 << n) + 1e-14;
        assertThat(Sums.maxAbsolute(left)).isLessThan(allowed);
        double[] multiplier = c.w.adjointAnd.clone();
        Transforms.moebiusSupersets(multiplier);
        multiplier[0] = 0;
        double[] and = new double[1 << n];
        double[] or = new double[1 << n];
        AndOrOperator.transpose(multiplier, and, or);
        assertThat(Sums.maxAbsoluteDifference(and, c.w.adjointAnd)).isLessThan(allowed);
        assertThat(Sums.maxAbsoluteDifference(or, c.w.adjointOr)).isLessThan(allowed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 16})
    void repairedEffects_matchToTheLastDigits(int n) {
        Case c = new Case(n);
        double[] and = c.and.clone();
        double[] or = c.or.clone();

        c.matching.repair(and, or, c.u, new double[1 << n], c.w);

        assertThat(Sums.maxAbsolute(c.mismatch(and, or))).isLessThan(1e-11);
        assertThat(and[0]).isZero();
        double[] masked = or.clone();
        AndOrOperator.maskOr(masked);
        assertThat(or).isEqualTo(masked);
    }
}
