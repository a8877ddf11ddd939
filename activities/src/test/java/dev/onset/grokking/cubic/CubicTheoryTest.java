package dev.onset.grokking.cubic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.FieldException;
import dev.onset.contracts.OnsetException;
import dev.onset.grokking.modular.ModularChecks;
import dev.onset.report.Check;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class CubicTheoryTest {
    private static final CubicSettings BASE = CubicSettings.base(-0.3, 0.18);

    @Test
    void theory_meetsEveryCheck() {
        assertThat(CubicChecks.theory()).hasSize(16).allMatch(Check::pass);
    }

    @Test
    void negativeControl_theSolverWithThePrintedCoefficientFailsItsChecksOfTheTransition() {
        assertThat(CubicChecks.theory(AdaptiveKernel.withFirstCoefficient(2)))
                .filteredOn(check -> check.name().startsWith("solver: sigma2_c")
                        || check.name().startsWith("solver: u_c"))
                .hasSize(2)
                .noneMatch(Check::pass);
    }

    /** A wall-clock time would not belong in a study's digest, so it is asserted here alone. */
    @Test
    void theoryOfBothKinds_takesUnderASecond() {
        CubicChecks.theory();
        long start = System.nanoTime();
        CubicChecks.theory();
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(1);
        start = System.nanoTime();
        ModularChecks.theory();
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(1);
    }

    @Test
    void check_failsBeyondItsToleranceAndWithoutANumber() {
        assertThat(Check.within("x", 1, 0.1, 1.2).pass()).isFalse();
        assertThat(Check.atMost("x", 1, Double.NaN).pass()).isFalse();
        assertThat(Check.atLeast("x", 1, 0.9).pass()).isFalse();
    }

    @Test
    void interaction_isTheInvariantOfTheScalingFamily() {
        assertThat(BASE.interaction()).isCloseTo(30.2, within(0.05));
        assertThat(BASE.scaled(0.3, 7).interaction()).isCloseTo(BASE.interaction(), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"-.1, .0632, 245.4", "-.2, .1228, 64.9", "-.3, .1787, 30.67", "-.6, .3235, 9.36"})
    void closedForm_hasTheTransitionOfEachEps(double eps, double noise, double u) {
        CubicTransition t = CubicTransition.of(CubicSettings.base(eps, 1));
        assertThat(t.noise()).isCloseTo(noise, within(0.0001));
        assertThat(t.u()).isCloseTo(u, within(0.06));
    }

    @Test
    void transitionAtThreeTenths_hasItsFigures() {
        CubicTransition t = CubicTransition.of(BASE);
        assertThat(t.b()).isCloseTo(0.292, within(0.0005));
        assertThat(t.overlap()).isCloseTo(0.721, within(0.0005));
        assertThat(t.spinodal()).isCloseTo(36.9, within(0.05));
    }

    @Test
    void solverAtLargeScale_approachesTheClosedForm() {
        double beta = 4096;
        AdaptiveKernel kernel = new AdaptiveKernel();
        double noise = CubicTransition.of(BASE).noise();
        CubicSolution above = kernel.solve(BASE.withNoise(noise + 0.002).scaled(beta, beta));
        CubicSolution below = kernel.solve(BASE.withNoise(noise - 0.002).scaled(beta, beta));
        assertThat(above.phase()).isEqualTo(CubicPhase.GAUSSIAN);
        assertThat(below.phase()).isEqualTo(CubicPhase.MIXED);
        assertThat(above.b()).isCloseTo(CubicTransition.of(BASE).b(), within(0.005));
    }

    @Test
    void printedCoefficient_movesTheTransitionAwayFromThePapersFigure() {
        CubicTransition printed = CubicTransition.of(BASE, 2);
        assertThat(printed.noise()).isCloseTo(0.206, within(0.001));
        assertThat(printed.u()).isCloseTo(23.0, within(0.1));
        double beta = 4096;
        CubicSettings there = BASE.withNoise(0.195).scaled(beta, beta);
        assertThat(new AdaptiveKernel().solve(there).far()).isLessThan(1e-12);
        assertThat(AdaptiveKernel.withFirstCoefficient(2).solve(there).far()).isGreaterThan(1e-6);
    }

    @Test
    void action_hasOneMinimumThreeOrTwoAlongTheTransition() {
        List<ActionCurves.Curve> curves = ActionCurves.about(BASE, List.of(0.8, 0.97, 1.0, 1.1, 1.4), 2, 801);
        assertThat(curves).extracting(ActionCurves.Curve::minima).containsExactly(1, 3, 3, 3, 2);
        assertThat(depth(curves.get(1))).isPositive();
        assertThat(depth(curves.get(2))).isCloseTo(0, within(1e-9));
        assertThat(depth(curves.get(3))).isNegative();
        assertThat(curves.get(2).extrema().get(0).minimum()).isFalse();
        assertThat(curves.get(2).extrema().get(1).q()).isCloseTo(0.7214, within(0.001));
    }

    private static double depth(ActionCurves.Curve curve) {
        return curve.extrema().stream()
                .filter(OverlapAction.Extremum::minimum)
                .mapToDouble(OverlapAction.Extremum::action)
                .min()
                .orElseThrow();
    }

    @Test
    void phaseDiagram_endsInTheTricriticalPointAndMatchesTheAction() {
        double b = 0.292;
        PhaseDiagram.TricriticalPoint end = PhaseDiagram.tricritical(BASE, b);
        assertThat(end.eps()).isEqualTo(-0.146);
        List<PhaseDiagram.Lines> lines = PhaseDiagram.atFixed(BASE, b, List.of(-0.1, end.eps() - 1e-6, -0.3, -0.6));
        assertThat(lines).extracting(PhaseDiagram.Lines::firstOrder).containsExactly(false, true, true, true);
        assertThat(lines.get(1).transition()).isCloseTo(end.u(), within(1e-6));
        for (PhaseDiagram.Lines line : lines.subList(2, 4)) {
            assertThat(line.appearance()).isLessThan(line.transition());
            assertThat(line.transition()).isLessThan(line.spinodal());
            assertThat(farMinima(line.eps(), b, line.appearance() * 0.999)).isZero();
            assertThat(farMinima(line.eps(), b, line.appearance() * 1.001)).isEqualTo(1);
        }
        assertThat(farMinima(-0.1, b, lines.get(0).spinodal() * 0.999)).isZero();
    }

    private static long farMinima(double eps, double b, double u) {
        CubicSettings there = CubicSettings.base(eps, 1);
        double noise = Math.sqrt(there.interaction() / u);
        return new OverlapAction(there.withNoise(noise), b, eps)
                .positiveExtrema(2.5).stream()
                        .filter(OverlapAction.Extremum::minimum)
                        .count();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3})
    void epsWithoutAFirstOrderTransition_isRefused(double eps) {
        assertThatThrownBy(() -> CubicTransition.of(CubicSettings.base(eps, 1)))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("eps is " + eps);
    }

    /** A kernel so weak that the transition has b within 1e-4 of 1. */
    @Test
    void transitionWithHardlyAnythingLearned_isFoundToo() {
        CubicTransition t = CubicTransition.of(new CubicSettings(-5.21, 1, 375, 2, 53, 1e-6, 0.5));
        assertThat(t.b()).isBetween(0.9999, 0.9999999);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void noiseThatIsNotPositive_isRefused(double noise) {
        assertThatThrownBy(() -> CubicSettings.base(-0.3, noise))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("sigma2 is " + noise);
    }
}
