package dev.onset.interactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("unit")
class CanonicalSolverTest {
    private static final SparseExtractor TEN = new SparseExtractor(10);
    private static final ExtractionSettings CANONICAL = ExtractionSettings.DEFAULT.withCanonical(true);

    static Stream<String> networks() {
        return Fixtures.NETWORKS.stream();
    }

    /** From its own start at two tolerances, and from the full AND transform with another step. */
    private static List<Extraction> threeWays(double[] v, double b, boolean canonical) {
        ExtractionSettings settings = CANONICAL.withCanonical(canonical);
        double[] and = Transforms.and(Fixtures.shifted(v));
        SolverState elsewhere =
                new SolverState(and, new double[v.length], new double[v.length], Sums.absolute(and) / v.length / 4);
        return List.of(
                TEN.extract(v, b, settings),
                TEN.extract(v, b, settings.withTolerance(1e-5)),
                TEN.extract(v, b, settings.withTolerance(3e-3), TEN.newWorkspace(), Optional.of(elsewhere)));
    }

    /** Largest difference between any two, in units of the largest effect. */
    private static double spread(List<Extraction> extractions) {
        double spread = 0;
        double largest = 0;
        for (Extraction a : extractions) {
            largest = Math.max(largest, Math.max(Sums.maxAbsolute(a.and()), Sums.maxAbsolute(a.or())));
            for (Extraction b : extractions) {
                spread = Math.max(spread, Sums.maxAbsoluteDifference(a.and(), b.and()));
                spread = Math.max(spread, Sums.maxAbsoluteDifference(a.or(), b.or()));
            }
        }
        return spread / largest;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void startsAndSettings_leadToOneAnswer(String name) {
        double[] v = Fixtures.network(name).v();
        for (double b : new double[] {0, 0.02 * Math.abs(v[v.length - 1] - v[0])}) {
            List<Extraction> three = threeWays(v, b, true);
            assertThat(spread(three)).as("noise bound " + b).isLessThanOrEqualTo(1e-3);
            for (Extraction e : three) {
                assertThat(e.gap()).isLessThanOrEqualTo(3e-3);
                assertThat(e.matchingResidual()).isLessThanOrEqualTo(1e-11 * e.objective());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void withoutTheCanonicalSearch_startsAndSettingsDisagree(String name) {
        assertThat(spread(threeWays(Fixtures.network(name).v(), 0, false))).isGreaterThan(1e-2);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theAnswer_isAsSparseAsAnyOther_andSmallerInNorm(String name) {
        double[] v = Fixtures.network(name).v();
        Extraction plain = TEN.extract(v, 0, ExtractionSettings.DEFAULT.withTolerance(1e-5));
        Extraction canonical = TEN.extract(v, 0, CANONICAL);
        assertThat(canonical.objective()).isLessThanOrEqualTo(plain.objective() * (1 + 2e-5));
        assertThat(norm(canonical)).isLessThan(norm(plain));
    }

    private static double norm(Extraction e) {
        return Sums.dot(e.and(), e.and()) + Sums.dot(e.or(), e.or());
    }
}
