package dev.onset.grokking.cubic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.OnsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The branch is followed from large noise wherever a root exists. */
@Tag("unit")
class AdaptiveKernelTest {
    private static final Logger LOG = LoggerFactory.getLogger(AdaptiveKernelTest.class);
    private static final AdaptiveKernel KERNEL = new AdaptiveKernel();

    /** Roots that a search from many random starts found, beside the place where b passes through 0. */
    @ParameterizedTest
    @CsvSource({".16, -.0886, -.869", ".155, -.1022, -.866", ".15, -.1158, -.862"})
    void pastTheNoiseWhereBChangesSign_theRootIsFound(double noise, double b, double c) {
        CubicSolution solution = KERNEL.solve(CubicSettings.base(-1, noise));
        assertThat(solution.b()).isCloseTo(b, within(0.0001));
        assertThat(solution.c()).isCloseTo(c, within(0.001));
        assertSolves(solution);
    }

    @ParameterizedTest
    @CsvSource({"1, -.3", "1, -.6", "1, -1", "1, -2", ".125, -.3", ".125, -1", ".125, -2", "4096, -.3"})
    void pathFromLargeNoiseToSmall_isContinuousAndSolvesTheEquations(double beta, double eps) {
        CubicSettings sizes = CubicSettings.base(eps, 1).scaled(beta, beta);
        List<Double> noises = new ArrayList<>();
        for (double noise = 0.4; noise > 0.005; noise *= 0.97) {
            noises.add(noise);
        }
        noises.add(0.005);
        List<CubicSolution> path = KERNEL.path(sizes, noises);
        assertThat(path).extracting(s -> s.settings().noise()).containsExactlyElementsOf(noises);
        path.forEach(AdaptiveKernelTest::assertSolves);
        for (int i = 1; i < path.size(); i++) {
            assertThat(path.get(i).b()).isCloseTo(path.get(i - 1).b(), within(0.1));
            assertThat(path.get(i).c()).isCloseTo(path.get(i - 1).c(), within(0.1));
        }
    }

    @Test
    void outputVarianceOfOne_isFollowedToo() {
        assertSolves(KERNEL.solve(new CubicSettings(-0.3, 0.005, 375, 88, 53, 1, 0.5)));
    }

    @Test
    void oneHundredRandomSizes_areFollowedToSmallNoise() {
        SplittableRandom random = new SplittableRandom(5);
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            CubicSettings sizes = new CubicSettings(
                    -between(random, 0.03, 10),
                    0.01,
                    between(random, 50, 5000),
                    between(random, 10, 2000),
                    between(random, 5, 500),
                    between(random, 0.003, 3),
                    between(random, 0.1, 2));
            assertSolves(KERNEL.solve(sizes));
        }
        LOG.info("100 paths in {} s", (System.nanoTime() - start) / 1e9);
    }

    private static double between(SplittableRandom random, double low, double high) {
        return low * Math.pow(high / low, random.nextDouble());
    }

    @Test
    void negativeControl_whereUOverflows_theBranchIsLostWithItsPlaceAndNothingIsMadeUp() {
        CubicSettings sizes = CubicSettings.base(-0.3, 1);
        AdaptiveKernel.Path path = KERNEL.follow(sizes, List.of(0.3, 1e-170, 0.2));
        assertThat(path.solutions()).extracting(s -> s.settings().noise()).containsExactly(0.3, 0.2);
        assertThat(path.lost().getAsDouble()).isBetween(1e-170, 0.2);
        assertThatThrownBy(() -> KERNEL.solve(sizes.withNoise(1e-170)))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("no root found below sigma2");
    }

    @Test
    void negativeControl_aPointBesideTheRootDoesNotSolveTheEquations() {
        CubicSolution s = KERNEL.solve(CubicSettings.base(-1, 0.16));
        assertThat(residual(KernelEquations.describe(s.settings(), s.b() + 1e-6, s.c())))
                .isGreaterThan(1e-8);
    }

    private static void assertSolves(CubicSolution solution) {
        assertThat(residual(solution)).as("%s", solution).isLessThan(1e-8);
    }

    /** The two equations by a quadrature written down anew, as the largest miss relative to the right-hand side. */
    private static double residual(CubicSolution solution) {
        CubicSettings s = solution.settings();
        double q11 = 0;
        double q13 = 0;
        double q33 = 0;
        double z = 0;
        for (int i = -2000; i <= 2000; i++) {
            double q = 2.5 * i / 2000;
            double a = 1 + 2 * (s.inputVariance() + q * q);
            double h1 = 2 * q / Math.sqrt(Math.PI * a);
            double h3 = -4 * q * q * q / Math.sqrt(6 * Math.PI * a * a * a);
            double p = solution.density(q);
            q11 += s.outputVariance() * h1 * h1 * p;
            q13 += s.outputVariance() * h1 * h3 * p;
            q33 += s.outputVariance() * h3 * h3 * p;
            z += p;
        }
        double ridge = s.noise() / s.samples();
        double b = solution.b();
        double c = Math.sqrt(6) * solution.c();
        double first = ((q11 / z + ridge) * b + q13 / z * c) / ridge - 1;
        double third = (q13 / z * b + (q33 / z + ridge) * c) / ridge - Math.sqrt(6) * s.eps();
        return Math.max(Math.abs(first), Math.abs(third));
    }
}
