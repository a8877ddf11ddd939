package dev.onset.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onset.random.CounterRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds of the exact spectrum of any game. */
@Tag("property")
class SpectrumProperties {
    private static double[] game(int n, long seed) {
        return RandomGames.of((int) Math.floorMod(seed, 3L), n, seed);
    }

    private static double meanOrder(double[] v, double p) {
        return ExactSpectrum.of(v, p).spectrum().meanOrder().orElseThrow().value();
    }

    @Property(tries = 60)
    void sharesAddUpToOne_andInfluencesToTheMeanOrder(
            @ForAll @IntRange(min = 2, max = 11) int n,
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double p) {
        OrderSpectrum spectrum = ExactSpectrum.of(game(n, seed), p).spectrum();
        assertThat(spectrum.shares().stream().mapToDouble(Estimate::value).sum())
                .isCloseTo(1, within(1e-9));
        double order = spectrum.meanOrder().orElseThrow().value();
        assertThat(spectrum.influences().stream().mapToDouble(Estimate::value).sum())
                .isCloseTo(order, within(1e-9 * n));
        assertThat(spectrum.firstOrder().stream().mapToDouble(Estimate::value).sum())
                .isCloseTo(spectrum.shares().get(0).value(), within(1e-9));
        assertThat(order).isBetween(1 - 1e-9, n + 1e-9);
    }

    @Property(tries = 40)
    void anInfluenceIsTheMeanSquaredStepOfItsPlayer(
            @ForAll @IntRange(min = 2, max = 8) int n,
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double p) {
        double[] v = game(n, seed);
        ExactSpectrum exact = ExactSpectrum.of(v, p);
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int s = 0; s < v.length; s++) {
                double weight = Math.pow(p, Integer.bitCount(s)) * Math.pow(1 - p, n - Integer.bitCount(s));
                sum += weight * p * (1 - p) * Math.pow(v[s | 1 << i] - v[s & ~(1 << i)], 2);
            }
            assertThat(exact.spectrum().influences().get(i).value() * exact.variance())
                    .isCloseTo(sum, within(1e-9 * (1 + sum)));
        }
    }

    @Property(tries = 40)
    void theNamesOfPlayersDoNotCount_norDoPlayersThatChangeNothing(
            @ForAll @IntRange(min = 2, max = 9) int n,
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.1, max = 0.9) double p) {
        double[] v = game(n, seed);
        int[] order = new CounterRandom(seed, 1).permutation(n);
        double[] renamed = new double[v.length];
        double[] more = new double[4 * v.length];
        for (int s = 0; s < v.length; s++) {
            int image = 0;
            for (int i = 0; i < n; i++) {
                image |= (s >>> i & 1) << order[i];
            }
            renamed[image] = v[s];
        }
        for (int s = 0; s < more.length; s++) {
            // dummies are the lowest player and the highest one
            more[s] = v[s >>> 1 & v.length - 1];
        }
        assertThat(meanOrder(renamed, p)).isCloseTo(meanOrder(v, p), within(1e-9));
        assertThat(meanOrder(more, p)).isCloseTo(meanOrder(v, p), within(1e-9));
    }

    @Property(tries = 30)
    void aGroupExplainsWhatItsMeansExplain(@ForAll @IntRange(min = 2, max = 8) int n, @ForAll long seed) {
        double[] v = game(n, seed);
        int group = (int) Math.floorMod(seed * 31, (long) v.length);
        double[] means = new double[v.length];
        double[] count = new double[v.length];
        double mean = 0;
        for (int s = 0; s < v.length; s++) {
            means[s & group] += v[s];
            count[s & group]++;
            mean += v[s] / v.length;
        }
        double explained = 0;
        for (int s = 0; s < v.length; s++) {
            explained += Math.pow(means[s & group] / count[s & group] - mean, 2) / v.length;
        }
        ExactSpectrum exact = ExactSpectrum.of(v, 0.5);
        assertThat(exact.closedIndex(group)).isCloseTo(explained / exact.variance(), within(1e-9));
    }
}
