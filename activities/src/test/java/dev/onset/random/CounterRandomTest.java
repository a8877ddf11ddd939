package dev.onset.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@net.jqwik.api.Tag("property")
@Tag("unit")
final class CounterRandomTest {
    @Test
    void seedsStreamsAndParts_giveUnrelatedNumbers() {
        long[] starts = {
            new CounterRandom(1, 0).bits(0),
            new CounterRandom(0, 1).bits(0),
            new CounterRandom(0, 0).bits(1),
            new CounterRandom(0, 0).stream(0).bits(0),
            new CounterRandom(0, 0).stream(1).bits(0),
            new CounterRandom(0, 0).bits(0),
            new CounterRandom(1, 1).bits(0)
        };
        assertThat(Arrays.stream(starts).distinct()).hasSize(starts.length);
        for (int i = 1; i < starts.length; i++) {
            assertThat(Long.bitCount(starts[0] ^ starts[i])).isBetween(12, 52);
        }
    }

    @Test
    void uniformNumbers_haveTheirMomentsAndNoSerialCorrelation() {
        CounterRandom random = new CounterRandom(42, 9);
        int n = 100_000;
        double mean = 0;
        double square = 0;
        double serial = 0;
        for (int i = 0; i < n; i++) {
            double u = random.uniform(i) - 0.5;
            mean += u / n;
            square += u * u / n;
            serial += u * (random.uniform(i + 1) - 0.5) / n;
        }
        assertThat(Math.abs(mean)).isLessThan(4 * Math.sqrt(1.0 / 12 / n));
        assertThat(square).isBetween(1.0 / 12 - 0.001, 1.0 / 12 + 0.001);
        assertThat(Math.abs(serial)).isLessThan(4.0 / 12 / Math.sqrt(n));
    }

    @Test
    void gaussianNumbers_haveTheirMoments() {
        CounterRandom random = new CounterRandom(42, 10);
        int n = 100_000;
        double[] moments = new double[5];
        for (int i = 0; i < n; i++) {
            double z = random.gaussian(i);
            for (int k = 1; k < 5; k++) {
                moments[k] += Math.pow(z, k) / n;
            }
        }
        assertThat(Math.abs(moments[1])).isLessThan(0.015);
        assertThat(moments[2]).isBetween(0.98, 1.02);
        assertThat(Math.abs(moments[3])).isLessThan(0.05);
        assertThat(moments[4]).isBetween(2.85, 3.15);
    }

    @Test
    void below_isUniform() {
        CounterRandom random = new CounterRandom(3, 0);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[random.below(7, i)]++;
        }
        double chiSquare = Arrays.stream(counts)
                .mapToDouble(c -> (c - 10_000.0) * (c - 10_000.0) / 10_000)
                .sum();
        // 99.99th percentile for 6 degrees of freedom
        assertThat(chiSquare).isLessThan(27.9);
    }

    @Test
    void below_hasNoBiasWhereABareProductWould() {
        // with a bound of 3 * 2^29 a third of the results would be twice as likely without redrawing
        int bound = 3 << 29;
        CounterRandom random = new CounterRandom(5, 0);
        int[] counts = new int[3];
        for (int i = 0; i < 60_000; i++) {
            int value = random.below(bound, i);
            assertThat(value).isBetween(0, bound - 1);
            counts[value % 3]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(19_500, 20_500);
        }
    }

    @Test
    void permutations_areUniform() {
        int[] counts = new int[27];
        for (int i = 0; i < 24_000; i++) {
            int[] p = new CounterRandom(1, 2).stream(i).permutation(3);
            counts[9 * p[0] + 3 * p[1] + p[2]]++;
        }
        assertThat(Arrays.stream(counts).filter(c -> c > 0)).hasSize(6).allMatch(c -> c > 3_700 && c < 4_300);
    }

    @Property(tries = 200)
    void permutation_holdsEveryNumberOnce(@ForAll long seed, @ForAll @IntRange(max = 300) int n) {
        int[] order = new CounterRandom(seed, 1).permutation(n);
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, n).toArray());
        assertThat(new CounterRandom(seed, 1).permutation(n)).isEqualTo(order);
    }

    @Test
    void bound_hasToBePositive() {
        assertThatThrownBy(() -> new CounterRandom(0, 0).below(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
