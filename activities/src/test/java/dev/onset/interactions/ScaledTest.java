package dev.onset.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class ScaledTest {
    private static final SparseExtractor THREE = new SparseExtractor(3);
    private static final double[] GAME = {.5, 1.5, -1, 2, 0, 3.25, 1, 4};

    private static double[] times(double factor) {
        return Arrays.stream(GAME).map(v -> v * factor).toArray();
    }

    private static Extraction extract(double[] v, double noise, boolean canonical) {
        return THREE.extract(v, noise, ExtractionSettings.DEFAULT.withCanonical(canonical));
    }

    @ParameterizedTest
    @ValueSource(ints = {900, 600, 301, 300, -300, -301, -600, -900})
    void gameInAnyUnit_hasTheSameEffectsAndCertificate_toTheBit(int exponent) {
        double unit = Math.scalb(1.0, exponent);
        for (boolean canonical : new boolean[] {false, true}) {
            for (double noise : new double[] {0, .125}) {
                Extraction plain = extract(GAME, noise, canonical);
                Extraction other = extract(times(unit), noise * unit, canonical);
                assertThat(other.gap()).isEqualTo(plain.gap()).isLessThanOrEqualTo(1e-3);
                assertThat(other.objective() / unit).isEqualTo(plain.objective());
                assertThat(other.lowerBound() / unit).isEqualTo(plain.lowerBound());
                assertThat(other.noiseBound()).isEqualTo(noise * unit);
                assertThat(other.valueOfEmpty()).isEqualTo(.5 * unit);
                for (int s = 0; s < GAME.length; s++) {
                    assertThat(other.and()[s] / unit).isEqualTo(plain.and()[s]);
                    assertThat(other.or()[s] / unit).isEqualTo(plain.or()[s]);
                }
            }
        }
    }

    @Test
    void boundOfAHugeGame_isFiniteAndNoLargerThanTheSparsest() {
        Extraction found = new SparseExtractor(2).extract(new double[] {0, 1, 1, 1e200}, 0, ExtractionSettings.DEFAULT);
        assertThat(found.objective()).isCloseTo(1e200, within(1e197));
        assertThat(found.lowerBound()).isLessThanOrEqualTo(1e200 * (1 + 1e-12)).isGreaterThan(.99e200);
    }

    @Test
    void smallestNumbers_areNoZeros() {
        Extraction found =
                new SparseExtractor(1).extract(new double[] {0, Double.MIN_VALUE}, 0, ExtractionSettings.DEFAULT);
        assertThat(found.objective()).isEqualTo(Double.MIN_VALUE);
        assertThat(found.and()[1]).isEqualTo(Double.MIN_VALUE);
    }

    @Test
    void valuesWhoseSumsAreNoNumbers_areRefusedInEveryMode() {
        double[] huge = times(1e300);
        for (ExtractionMode mode : ExtractionMode.values()) {
            assertThatThrownBy(() -> THREE.extract(huge, 0, ExtractionSettings.DEFAULT.withMode(mode)))
                    .isInstanceOfSatisfying(
                            OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                    .hasMessageContainingAll("coalition 0", "5.0E299");
        }
        assertThatThrownBy(() ->
                        THREE.extract(times(1e200), 0, ExtractionSettings.DEFAULT.withMode(ExtractionMode.AUTHORS_SGD)))
                .hasMessageContaining("fixed steps");
    }
}
