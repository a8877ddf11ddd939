package dev.onset.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.contracts.OnsetException;
import dev.onset.interactions.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact spectrum against golden values, closed forms and what it must not depend on. */
@Tag("unit")
class ExactSpectrumTest {
    static Stream<String> games() {
        return Stream.concat(Fixtures.analytic().map(name -> "analytic/" + name), Fixtures.NETWORKS.stream());
    }

    private static double[] values(String name) {
        return name.startsWith("analytic/")
                ? Fixtures.analytic(name.substring("analytic/".length())).v()
                : Fixtures.network(name).v();
    }

    private static void close(double found, double golden, String what) {
        assertThat(found).as(what).isCloseTo(golden, within(Math.max(1e-12, 1e-9 * Math.abs(golden))));
    }

    @ParameterizedTest
    @MethodSource("games")
    void equalsTheGoldenValues(String name) throws IOException {
        try (InputStream in = Fixtures.open("order_spectrum.json")) {
            JsonNode golden = new ObjectMapper().readTree(in).get(name);
            for (double p : new double[] {0.25, 0.5, 0.75}) {
                JsonNode of = golden.get(Double.toString(p));
                ExactSpectrum exact = ExactSpectrum.of(values(name), p);
                OrderSpectrum spectrum = exact.spectrum();
                close(exact.variance(), of.get("variance").asDouble(), "variance");
                if (exact.variance() == 0) {
                    assertThat(spectrum.meanOrder()).isEmpty();
                    assertThat(spectrum.shares()).isEmpty();
                    continue;
                }
                close(
                        spectrum.meanOrder().orElseThrow().value(),
                        of.get("meanOrder").asDouble(),
                        "mean order");
                close(exact.stability(0.5), of.get("stability0.5").asDouble(), "stability");
                for (int k = 0; k < spectrum.players(); k++) {
                    close(
                            spectrum.shares().get(k).value(),
                            of.get("share").get(k).asDouble(),
                            "order " + (k + 1));
                }
            }
        }
    }

    private static double meanOrder(int n, double p, IntToDoubleFunction game) {
        double[] v = IntStream.range(0, 1 << n).mapToDouble(game::applyAsDouble).toArray();
        return ExactSpectrum.of(v, p).spectrum().meanOrder().orElseThrow().value();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 0.75})
    void closedFormsHold(double p) {
        double q = 1 - p;
        for (int k = 1; k <= 8; k++) {
            int members = (1 << k) - 1;
            int n = 9;
            close(meanOrder(n, p, s -> (s & members) == members ? 3 : 1), k * q / (1 - Math.pow(p, k)), "AND of " + k);
            close(meanOrder(n, p, s -> (s & members) != 0 ? 3 : 1), k * p / (1 - Math.pow(q, k)), "OR of " + k);
            close(
                    meanOrder(k, p, s -> Integer.bitCount(s) % 2),
                    k * 4 * p * q / (1 - Math.pow(1 - 2 * p, 2 * k)),
                    "parity of " + k);
            close(
                    meanOrder(
                            n,
                            p,
                            s -> IntStream.range(0, 9)
                                    .mapToDouble(i -> (s >>> i & 1) * (i - 3))
                                    .sum()),
                    1,
                    "sum");
        }
    }

    @Test
    void aConstantGameHasNoValue_howeverLarge() {
        OrderSpectrum spectrum = ExactSpectrum.of(
                        IntStream.range(0, 64).mapToDouble(s -> 1e9 / 3).toArray(), 0.25)
                .spectrum();
        assertThat(spectrum.variance()).isZero();
        assertThat(spectrum.meanOrder()).isEmpty();
    }

    @Test
    void whatCannotBeTransformedIsRefused() {
        assertThatThrownBy(() -> ExactSpectrum.of(new double[] {0, Double.NaN}, 0.5))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("coalition 1 is NaN");
        assertThatThrownBy(() -> ExactSpectrum.of(new double[2], 1))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> ExactSpectrum.of(new double[3], 0.5)).isInstanceOf(OnsetException.class);
        assertThatThrownBy(() -> ExactSpectrum.of(new double[1 << 21], 0.5))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("sample");
    }
}
