package dev.onset.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class PlayerRotationTest {
    private static final double TANGENT = 0.7;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void turnedArray_isTheKroneckerPower_withThePlayersOfTheLowestBitsLast(int n) {
        double[] x = random(n, 1);
        double[] expected = x.clone();
        Transforms.kronecker(expected, 1, TANGENT, -TANGENT, 1);
        double[] turned = new double[x.length];

        PlayerRotation.turn(x.clone(), TANGENT, turned);

        int moved = Math.min(5, n / 2);
        double largest = Sums.maxAbsolute(expected);
        for (int s = 0; s < x.length; s++) {
            int place = s >> moved | (s & (1 << moved) - 1) << (n - moved);
            assertThat(turned[place]).isCloseTo(expected[s], within(1e-14 * largest));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10, 16})
    void turningBack_isTheTranspose_andTheInverseUpToItsFactor(int n) {
        double[] x = random(n, 2);
        double[] y = random(n, 3);
        double[] turned = new double[x.length];
        double[] back = new double[x.length];

        PlayerRotation.turn(x.clone(), TANGENT, turned);
        PlayerRotation.turnBack(y.clone(), TANGENT, back);

        double length = Math.sqrt(Sums.dot(turned, turned) * Sums.dot(y, y));
        assertThat(Sums.dot(turned, y)).isCloseTo(Sums.dot(x, back), within(1e-13 * length));
        PlayerRotation.turnBack(turned, TANGENT, back);
        double factor = Math.pow(1 + TANGENT * TANGENT, n);
        for (int s = 0; s < x.length; s++) {
            assertThat(back[s] / factor).isCloseTo(x[s], within(1e-13));
        }
    }

    private static double[] random(int n, long seed) {
        return new Random(seed).doubles(1L << n, -1, 1).toArray();
    }
}
