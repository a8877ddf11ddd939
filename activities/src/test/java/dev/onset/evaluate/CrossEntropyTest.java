package dev.onset.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class CrossEntropyTest {
    /** Its logits are the row itself. */
    private record Echo(int features) implements Evaluator {
        @Override
        public int classes() {
            return features;
        }

        @Override
        public void logits(float[] rows, int count, float[] out) {
            System.arraycopy(rows, 0, out, 0, count * features);
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    @Test
    void equalLogits_loseTheLogarithmOfTheClasses() {
        CrossEntropy losses = CrossEntropy.of(new Echo(4), new float[8], new int[] {0, 3});
        assertThat(losses.perSample()).containsExactly(Math.log(4), Math.log(4));
        assertThat(losses.mean()).isEqualTo(Math.log(4));
        // a tie goes to class 0
        assertThat(losses.accuracy()).isEqualTo(0.5);
    }

    @Test
    void hugeLogits_neitherOverflowNorVanish() {
        float big = 3e38f;
        CrossEntropy losses =
                CrossEntropy.of(new Echo(2), new float[] {big, -big, big, -big, 1000, 999}, new int[] {0, 1, 1});
        assertThat(losses.perSample()[0]).isZero();
        assertThat(losses.perSample()[1]).isEqualTo(2.0 * big);
        assertThat(losses.perSample()[2]).isCloseTo(1 + Math.log1p(Math.exp(-1)), within(1e-12));
        assertThat(losses.accuracy()).isEqualTo(1 / 3.0);
    }

    @Test
    void lossesOfManyRows_equalTheDefinitionRowByRow() {
        int n = 2500;
        Random random = new Random(5);
        float[] rows = new float[n * 3];
        int[] labels = new int[n];
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) (4 * random.nextGaussian());
            labels[i / 3] = i % 7 % 3;
        }
        CrossEntropy losses = CrossEntropy.of(new Echo(3), rows, labels);
        for (int i = 0; i < n; i++) {
            double all = Math.exp(rows[3 * i]) + Math.exp(rows[3 * i + 1]) + Math.exp(rows[3 * i + 2]);
            double expected = -Math.log(Math.exp(rows[3 * i + labels[i]]) / all);
            assertThat(losses.perSample()[i]).as("row %d", i).isCloseTo(expected, within(1e-12));
            sum += expected;
        }
        assertThat(losses.mean()).isCloseTo(sum / n, within(1e-12));
    }

    @Test
    void noRows_haveNoMean() {
        CrossEntropy none = CrossEntropy.of(new Echo(2), new float[0], new int[0]);
        assertThat(none.perSample()).isEmpty();
        assertThat(none.mean()).isNaN();
        assertThat(none.accuracy()).isNaN();
    }

    @Test
    void labelThatIsNoClassOrRowsThatDoNotMatch_areRefused() {
        Echo echo = new Echo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrossEntropy.of(echo, new float[2], new int[] {2}))
                .withMessageContaining("label 2 of row 0");
        assertThatIllegalArgumentException().isThrownBy(() -> CrossEntropy.of(echo, new float[2], new int[] {-1}));
        assertThatIllegalArgumentException().isThrownBy(() -> CrossEntropy.of(echo, new float[3], new int[] {1}));
    }
}
