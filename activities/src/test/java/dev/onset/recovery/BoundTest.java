package dev.onset.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.recovery.Interaction.Kind;
import dev.onset.spectrum.MaskValues;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the bound promises, on games of twelve players whose R^2 is known from all coalitions. */
@Tag("property")
class BoundTest {
    private static final int PLAYERS = 12;
    private static final int GAMES = Integer.getInteger("onset.coverage", 150);

    /** Log-odds of two classes of a random network with one hidden layer of 16 ReLU units. */
    private static MaskValues network(int players, long seed) {
        Random random = new Random(seed);
        double[][] in = new double[16][players + 1];
        double[] out = new double[16];
        for (int h = 0; h < in.length; h++) {
            for (int i = 0; i <= players; i++) {
                in[h][i] = random.nextGaussian();
            }
            out[h] = random.nextGaussian();
        }
        return new MaskValues() {
            @Override
            public int players() {
                return players;
            }

            @Override
            public int outputs() {
                return 1;
            }

            @Override
            public void evaluate(long[] masks, int count, double[][] values) {
                for (int m = 0; m < count; m++) {
                    double z = 0;
                    for (int h = 0; h < in.length; h++) {
                        double a = in[h][players];
                        for (int i = 0; i < players; i++) {
                            a += (masks[m] >>> i & 1) * in[h][i];
                        }
                        z += Math.max(0, a) * out[h];
                    }
                    values[0][m] = z;
                }
            }
        };
    }

    private static double exact(MaskValues game, Recovery list) {
        int all = 1 << PLAYERS;
        long[] masks = new long[all];
        double[][] values = new double[1][all];
        double[] left = new double[all];
        for (int s = 0; s < all; s++) {
            masks[s] = s;
        }
        game.evaluate(masks, all, values);
        double squares = 0;
        for (int s = 0; s < all; s++) {
            double said = list.constant();
            for (Interaction term : list.interactions()) {
                int coalition = s;
                long present = term.players().stream()
                        .filter(player -> (coalition >>> player & 1) != 0)
                        .count();
                boolean acts =
                        term.kind() == Kind.AND ? present == term.players().size() : present > 0;
                said += acts ? term.coefficient() : 0;
            }
            left[s] = values[0][s] - said;
            squares += left[s] * left[s] / all;
        }
        return 1 - squares / Draws.variance(values[0]);
    }

    /** How often what is held to be a bound is at most the exact R^2. */
    private static double held(boolean estimate) {
        int holds = 0;
        for (int i = 0; i < GAMES; i++) {
            MaskValues game = network(PLAYERS, i);
            Recovery list = SparseRecovery.of(game, new RecoverySpec(1000, i, 0));
            holds += (estimate ? list.explained() : list.bound()) <= exact(game, list) ? 1 : 0;
        }
        return (double) holds / GAMES;
    }

    @Test
    void theBoundHoldsInNineteenCasesOfTwenty() {
        // 95 % less three standard errors
        assertThat(held(false)).isGreaterThan(0.95 - 3 * Math.sqrt(0.95 * 0.05 / GAMES));
    }

    @Test
    void theEstimateItselfIsNoBound() {
        assertThat(held(true)).isBetween(0.3, 0.7);
    }
}
