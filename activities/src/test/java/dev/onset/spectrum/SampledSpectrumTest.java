package dev.onset.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.OnsetException;
import dev.onset.spectrum.OrderSpectrum.Method;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sampled spectra: against closed forms far beyond what is exact, and how they go on from what is kept. */
@Tag("unit")
class SampledSpectrumTest {
    /** A game on masks of any number of players. */
    private record Wide(int players, ToDoubleFunction<long[]> v) implements MaskValues {
        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public void evaluate(long[] masks, int count, double[][] values) {
            int words = RandomMasks.words(players);
            long[] one = new long[words];
            for (int i = 0; i < count; i++) {
                System.arraycopy(masks, i * words, one, 0, words);
                values[0][i] = v.applyAsDouble(one);
            }
        }
    }

    private static int has(long[] mask, int player) {
        return (int) (mask[player >>> 6] >>> player & 1);
    }

    /** Thirty players add up, three pairs multiply; all others do nothing. At p = 1/2 order 1 has 30/4 + 3 * 2 * 1/16. */
    private static MaskValues sumsAndPairs(int players) {
        return new Wide(players, mask -> {
            double sum = 0;
            for (int i = 0; i < 30; i++) {
                sum += has(mask, 2 * i);
            }
            for (int i = 0; i < 3; i++) {
                sum += 4 * has(mask, 6 * i + 1) * has(mask, 6 * i + 3);
            }
            return sum;
        });
    }

    private static OrderSpectrum sample(MaskValues game, double p, int draws, Method method) {
        return SampledSpectrum.of(game, new SamplingSpec(p, draws, method, 3, 0))
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 100, 200})
    void sharesInfluencesAndPairsOfAKnownGameAreFound_beyondTwentyPlayers(int players) {
        // a pair of effect 4: order 1 twice 4^2/16, order 2 4^2/16
        double first = 30 * 0.25 + 3 * 2;
        double second = 3;
        OrderSpectrum found = sample(sumsAndPairs(players), 0.5, 8192, Method.FLIP_ONE);
        double v = first + second;
        assertThat(found.meanOrder().orElseThrow().value()).isCloseTo((first + 2 * second) / v, within(0.1));
        assertThat(found.variance()).isCloseTo(v, within(0.05 * v));
        assertThat(found.shares().get(0).value()).isCloseTo(first / v, within(0.012));
        assertThat(found.shares().get(1).value()).isCloseTo(second / v, within(0.012));
        assertThat(found.higher().orElseThrow().low()).isLessThan(0.01);
        assertThat(found.firstOrder().get(0).value()).isCloseTo(0.25 / v, within(0.01));
        assertThat(found.firstOrder().get(players - 1).value()).isLessThan(0.005);
        assertThat(found.influences().get(1).value()).isCloseTo(2 / v, within(0.08));
        assertThat(found.influences().get(players - 1).value()).isZero();
        assertThat(found.pairs().subList(0, 3))
                .extracting(OrderSpectrum.Pair::first)
                .containsExactlyInAnyOrder(1, 7, 13);
        assertThat(found.pairs().get(0).share().value()).isCloseTo(1 / v, within(0.012));
        assertThat(found.passes()).isEqualTo(2 * 8192);
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"FLIP_ONE", "FLIP_ALL", "REDRAW"})
    void everyWayFindsTheMeanOrder_atEveryRateOfPresence(Method method) {
        for (double p : new double[] {0.25, 0.5, 0.75}) {
            OrderSpectrum found = sample(sumsAndPairs(64), p, 4096, method);
            double q = 1 - p;
            double first = 30 * p * q + 3 * 2 * 16 * p * p * p * q;
            double second = 3 * 16 * p * p * q * q;
            double exact = (first + 2 * second) / (first + second);
            Estimate order = found.meanOrder().orElseThrow();
            assertThat(order.value()).as(method + " at " + p).isCloseTo(exact, within(2.5 * order.halfWidth()));
            assertThat(found.shares().get(0).value()).isCloseTo(first / (first + second), within(0.06));
        }
    }

    /** Extrapolation alone leaves it at 9.54 where all variance lies at order 10. */
    @Test
    void playersDrawnAnew_makeGoodWhatTheExtrapolationIsLowBy() {
        MaskValues parity = new Wide(64, mask -> Long.bitCount(mask[0] & 0x3ff) & 1);
        double mean = 0;
        for (int sample = 0; sample < 24; sample++) {
            mean += SampledSpectrum.of(parity, new SamplingSpec(0.5, 4096, Method.REDRAW, 5, sample))
                            .get(0)
                            .meanOrder()
                            .orElseThrow()
                            .value()
                    / 24;
        }
        assertThat(mean).isCloseTo(10, within(0.25));
    }

    @Test
    void aConstantGameHasNoValue() {
        OrderSpectrum found = sample(new Wide(90, mask -> 1e8), 0.5, 128, Method.FLIP_ONE);
        assertThat(found.meanOrder()).isEmpty();
        assertThat(found.shares()).isEmpty();
        assertThat(found.variance()).isZero();
    }

    @Test
    void sharesThatAreNotKnownWellEnoughAreNotShown_andWhatIsLeftHasAnInterval() {
        MaskValues parity = new Wide(100, mask -> Long.bitCount(mask[0] & 0xff) & 1);
        OrderSpectrum found = sample(parity, 0.5, 512, Method.FLIP_ONE);
        assertThat(found.shares().size()).isLessThan(3);
        assertThat(found.higher().orElseThrow().high()).isGreaterThan(0.9);
    }

    @Test
    void outputsOfOneGameShareItsEvaluations_andEachIsAsIfAlone() {
        double[] a = RandomGames.of(0, 10, 1);
        double[] b = RandomGames.of(1, 10, 2);
        SamplingSpec spec = new SamplingSpec(0.5, 512, Method.FLIP_ONE, 3, 0);
        List<OrderSpectrum> both = SampledSpectrum.of(RandomGames.Table.of(a, b), spec);
        OrderSpectrum alone = SampledSpectrum.of(RandomGames.Table.of(a), spec).get(0);
        assertThat(both.get(0)).isEqualTo(alone);
        assertThat(both.get(1)).isNotEqualTo(alone);
    }

    @Test
    void thePilotTakesTheFewestPasses_andLeavesWhatStaysLow() {
        Pilot few = Pilot.of(sumsAndPairs(784), 0.5, 1, 0, 0.05, 0);
        assertThat(few.method()).isEqualTo(Method.REDRAW);
        assertThat(few.why()).contains("passes").contains("one player flipped a mask needs about");
        MaskValues parity = new Wide(64, mask -> Long.bitCount(mask[0] & 0x3ff) & 1);
        Pilot high = Pilot.of(parity, 0.5, 1, 0, 0.05, 0);
        assertThat(high.method()).isNotEqualTo(Method.REDRAW);
        assertThat(high.why()).contains("would be low by about");
        assertThat(Pilot.of(new Wide(64, mask -> 2), 0.5, 1, 0, 0.05, 0).why()).contains("no variance");
    }

    @Test
    void aGroupsIndexIsWhatItExplains() {
        long[] sums = {0x5555_5555_5555_5555L};
        double v = 30 * 0.25 + 3 * 2 + 3;
        Estimate index = ClosedIndex.of(sumsAndPairs(64), new SamplingSpec(0.5, 8192, Method.FLIP_ONE, 5, 0), sums);
        assertThat(index.value()).isCloseTo(7.5 / v, within(2 * index.halfWidth()));
        assertThat(index.halfWidth()).isLessThan(0.03);
        assertThat(ClosedIndex.of(sumsAndPairs(64), new SamplingSpec(0.5, 512, Method.FLIP_ONE, 5, 0), new long[] {-1L})
                        .value())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void aValueThatIsNotFiniteIsRefused() {
        assertThatThrownBy(() -> sample(new Wide(30, mask -> Double.NaN), 0.5, 64, Method.FLIP_ONE))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> new SamplingSpec(0.5, 3, Method.FLIP_ONE, 0, 0))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("3 base masks");
    }
}
