package dev.onset.grokking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CubicTheoryTest {
    @Test
    void dump() {
        for (double eps : new double[] {-.01, -.02, -.05, -.1, -.2, -.3, -.6, -.9}) {
            System.out.println(CubicTransition.of(CubicSettings.base(eps, 1)));
        }
        List<Double> noises = List.of(.30, .25, .20, .18, .15, .10, .05);
        long t0 = System.nanoTime();
        for (CubicSolution s : new AdaptiveKernel().path(CubicSettings.base(-.3, 1), noises)) {
            System.out.println(s.settings().noise() + " " + s.b() + " " + s.c() + " " + s.far() + " " + s.phase()
                    + s.farMinimum());
        }
        System.out.println((System.nanoTime() - t0) / 1e9);
        for (CubicSolution s : new AdaptiveKernel().path(CubicSettings.eighth(-.3, 1), noises)) {
            System.out.println(s.settings().noise() + " " + s.b() + " " + s.c() + " " + s.far() + " " + s.phase()
                    + s.farMinimum());
        }
        for (double beta : new double[] {8, 64, 512, 4096}) {
            for (double noise : new double[] {.2, .18, .17, .15, .1}) {
                CubicSolution s = new AdaptiveKernel()
                        .solve(CubicSettings.base(-.3, noise).scaled(beta, beta));
                System.out.println(beta + " " + s.settings().noise() + " " + s.b() + " " + s.c() + " " + s.far() + " "
                        + s.phase() + s.farMinimum());
            }
        }
        assertThat(1.0).isCloseTo(1.0, within(1.0));
    }
}
