package dev.onset.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Norms as the solver found them that kept a single player's effect whole and projected by blocks of the normal matrix. */
    @ParameterizedTest
    @CsvSource({"digits_mlp_0, 18.213097", "digits_mlp_1, 18.854154", "bc_mlp_0, 1.838239", "bc_mlp_1, 5.711058"})
    void theAnswersNorm_isTheLeast(String name, double norm) {
        assertThat(norm(TEN.extract(Fixtures.network(name).v(), 0, CANONICAL))).isCloseTo(norm, within(1e-4 * norm));
    }

    /** Three players; the answer is that of a linear and a quadratic program (HiGHS, SLSQP). */
    @Test
    void smallGame_hasTheAnswerOfAQuadraticProgram_withinTheCertifiedDistance() {
        double[] v = {0, 1, 2, 5, 1, 3, 2, 9};
        double[] and = {0, 2 / 3.0, 1, 7 / 3.0, 0, 4 / 3.0, 0, 8 / 3.0};
        double[] or = {0, 0, 0, 0, 0, 0, 2 / 3.0, 1 / 3.0};

        SparseExtractor extractor = new SparseExtractor(3);
        ExtractionWorkspace w = extractor.newWorkspace();
        Extraction e = extractor.extract(v, 0, CANONICAL, w);

        assertThat(e.converged()).isTrue();
        assertThat(Sums.maxAbsoluteDifference(e.and(), and)).isLessThan(1e-5);
        assertThat(Sums.maxAbsoluteDifference(e.or(), or)).isLessThan(1e-5);
        extractor.extract(v, 0, ExtractionSettings.DEFAULT, w);
        ExactMatching matching = extractor.matching();
        CanonicalSolver solver =
                new CanonicalSolver(matching, new Projection.Exact(matching, matching.target(v), w), w, v, 0);
        solver.solve();
        assertThat(solver.distance()).isLessThan(CanonicalSolver.DISTANCE * 8 / 3);
    }

    private static double norm(Extraction e) {
        return Math.sqrt(Sums.dot(e.and(), e.and()) + Sums.dot(e.or(), e.or()));
    }
}
