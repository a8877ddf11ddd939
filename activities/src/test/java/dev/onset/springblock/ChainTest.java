package dev.onset.springblock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.FieldException;
import dev.onset.report.Check;
import dev.onset.springblock.Profiles.Regime;
import dev.onset.springblock.SecondOrderChain.Noise;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ChainTest {
    @Test
    void chains_meetEveryCheck() {
        assertThat(SpringChecks.chains()).hasSize(11).allMatch(Check::pass);
    }

    @Test
    void negativeControl_otherFriction_missesEveryProfile() {
        for (Regime regime : Profiles.regimes()) {
            ChainSettings c = regime.chain();
            ChainSettings other = new ChainSettings(c.blocks(), c.muRight() + 0.03, c.muLeft(), c.noise());
            Regime shifted =
                    new Regime(regime.name(), other, regime.expected(), regime.convexity(), regime.tolerance());
            LoadCurve measured = shifted.measure();
            assertThat(regime.deviation(measured)).as(regime.name()).isGreaterThan(0.01);
        }
    }

    /** Where every block moves from rest, F = muRight, and the law is a parabola. */
    @Test
    void withoutNoise_aChainAllOfWhoseBlocksMove_isItsParabola() {
        ChainSettings chain = new ChainSettings(7, 0.02, 0.05, 0);
        assertThat(chain.muRight()).isLessThan(2.0 / (7 * 8));
        assertThat(FirstOrderChain.last(chain, 10_000, 0)).containsExactly(chain.atRest(1), within(2e-3));
        ChainSettings stuck = new ChainSettings(7, 0.05, 0.05, 0);
        assertThat(FirstOrderChain.last(stuck, 10_000, 0)[1])
                .as("a block that stays put")
                .isEqualTo(1);
        assertThat(stuck.atRest(1)[1]).isGreaterThan(1);
    }

    @Test
    void withoutFriction_bothChainsRelaxToTheStraightLine() {
        ChainSettings free = new ChainSettings(6, 0, 0, 0);
        double[] line = free.stationary(1);
        assertThat(FirstOrderChain.last(free, 10_000, 0)).containsExactly(line, within(1e-3));
        assertThat(SecondOrderChain.last(free, Noise.COMMON, 0)).containsExactly(line, within(1e-2));
    }

    @Test
    void theSecondOrderChain_isLazyWithoutNoise_andActiveWithSome() {
        double still = LoadCurve.of(SecondOrderChain.last(new ChainSettings(7, 0.003, 0.004, 0), Noise.COMMON, 0))
                .convexity();
        double noisy = 0;
        for (int seed = 0; seed < 5; seed++) {
            ChainSettings chain = new ChainSettings(7, 0.003, 0.004, 0.003);
            noisy += LoadCurve.of(SecondOrderChain.last(chain, Noise.COMMON, seed))
                            .convexity()
                    / 5;
        }
        assertThat(still).isLessThan(-0.1);
        assertThat(noisy).isPositive();
    }

    @Test
    void noiseIsAFunctionOfItsSeed_andIndependentNoiseIsNotTheCommonOne() {
        ChainSettings chain = new ChainSettings(5, 0.003, 0.004, 0.003);
        double[] one = SecondOrderChain.last(chain, Noise.COMMON, 3);
        assertThat(SecondOrderChain.last(chain, Noise.COMMON, 3)).isEqualTo(one);
        assertThat(SecondOrderChain.last(chain, Noise.COMMON, 4)).isNotEqualTo(one);
        assertThat(SecondOrderChain.last(chain, Noise.INDEPENDENT, 3)).isNotEqualTo(one);
        ChainSettings first = new ChainSettings(5, 0.03, 0.04, 0.2);
        assertThat(FirstOrderChain.last(first, 500, 3)).isEqualTo(FirstOrderChain.last(first, 500, 3));
        assertThat(FirstOrderChain.last(first, 500, 4)).isNotEqualTo(FirstOrderChain.last(first, 500, 3));
    }

    @Test
    void loads_ofALine_areEven_andOfAParabolaAreNot() {
        LoadCurve line = LoadCurve.of(new double[] {3, 2, 1, 0});
        assertThat(line.loads()).containsExactly(1, 1, 1);
        assertThat(line.unevenness()).isZero();
        assertThat(line.convexity()).isZero();
        assertThat(line.straightness()).isCloseTo(1, within(1e-12));
        LoadCurve lazy = LoadCurve.of(new double[] {9, 8, 5, 0});
        assertThat(lazy.convexity()).isEqualTo(-4);
        assertThat(lazy.unevenness()).isCloseTo(Math.sqrt(8.0 / 3), within(1e-12));
        assertThat(lazy.straightness()).isLessThan(0.95);
        assertThatThrownBy(() -> LoadCurve.of(new double[] {1, 0})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void frictionBelowZero_isRefused() {
        assertThatThrownBy(() -> new ChainSettings(7, -0.1, 0.1, 0))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("muRight");
    }
}
