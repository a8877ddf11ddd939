package dev.onset.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onset.recovery.Interaction.Kind;
import dev.onset.spectrum.RandomMasks;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** The parts of a sparse fit against their definitions. */
@Tag("property")
class CandidateProperties {
    private static Draws draws(int players, int masks, long seed) {
        Draws draws = new Draws(players, new RandomMasks(players, 0.5, seed, 0), Draws.Stream.FITTED);
        draws.extend(masks, new Passes(PlantedGame.of(players, 3, 2, 0.1, seed), masks));
        return draws;
    }

    private static double function(Draws draws, int mask, int shape, int... players) {
        int present = 0;
        for (int player : players) {
            present += (int) (draws.masks[mask * draws.words + (player >>> 6)] >>> player & 1);
        }
        int k = players.length;
        double q = shape == 1 ? Math.pow(0.5, k) : 1 - Math.pow(0.5, k);
        return switch (shape) {
            case 0 -> present % 2 == 0 ? 1 : -1;
            case 1 -> ((present == k ? 1 : 0) - q) / Math.sqrt(q * (1 - q));
            default -> ((present > 0 ? 1 : 0) - q) / Math.sqrt(q * (1 - q));
        };
    }

    @Property(tries = 30)
    void columnsAreTheirFunctions_andTheirProductsCountBits(
            @ForAll @IntRange(min = 3, max = 140) int players,
            @ForAll @IntRange(min = 2, max = 300) int masks,
            @ForAll long seed) {
        Draws draws = draws(players, masks, seed);
        Columns columns = new Columns(draws);
        int[] members = {0, players - 1, players / 2};
        int[] chosen = {
            columns.parity(members), columns.term(Kind.AND, members), columns.term(Kind.OR, members), 1,
        };
        double[][] f = new double[4][masks];
        double[] y = new double[masks];
        for (int m = 0; m < masks; m++) {
            for (int shape = 0; shape < 3; shape++) {
                f[shape][m] = function(draws, m, shape, members);
            }
            f[3][m] = function(draws, m, 0, 1);
            y[m] = new Random(seed + m).nextGaussian();
        }
        double[] gram = columns.gram(chosen, masks);
        double[] covariances = columns.covariances(chosen, y, masks);
        for (int a = 0; a < 4; a++) {
            double[] added = new double[masks];
            columns.add(chosen[a], 2, 0.5, 0, masks, added);
            for (int m = 0; m < masks; m++) {
                assertThat(added[m]).isCloseTo(2 * (f[a][m] - 0.5), within(1e-9));
            }
            assertThat(columns.mean(chosen[a], masks)).isCloseTo(Draws.mean(f[a]), within(1e-9));
            assertThat(covariances[a]).isCloseTo(covariance(f[a], y), within(1e-9));
            for (int b = 0; b < 4; b++) {
                assertThat(gram[4 * a + b]).isCloseTo(covariance(f[a], f[b]), within(1e-9));
            }
        }
    }

    private static double covariance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - Draws.mean(a)) * (b[i] - Draws.mean(b)) / a.length;
        }
        return sum;
    }

    @Property(tries = 50)
    void aLassoLeavesNoGradientThatItsPenaltyDoesNotExplain(
            @ForAll @IntRange(min = 1, max = 20) int k, @ForAll long seed) {
        Random random = new Random(seed);
        double[] gram = new double[k * k];
        for (int draw = 0; draw < 3 * k; draw++) {
            double[] x = random.doubles(k, -1, 1).toArray();
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    gram[i * k + j] += x[i] * x[j] / k;
                }
            }
        }
        double[] q = random.doubles(k, -1, 1).toArray();
        double penalty = Lasso.largest(q) / 4;
        Lasso lasso = new Lasso(gram, q);
        lasso.solve(penalty);
        for (int i = 0; i < k; i++) {
            double gradient = q[i];
            for (int j = 0; j < k; j++) {
                gradient -= gram[i * k + j] * lasso.beta[j];
            }
            double slack = 0.01 * penalty * k;
            if (lasso.beta[i] == 0) {
                assertThat(Math.abs(gradient)).isLessThanOrEqualTo(penalty + slack);
            } else {
                assertThat(gradient).isCloseTo(Math.copySign(penalty, lasso.beta[i]), within(slack));
            }
        }
        double[] x = q.clone();
        Positive.solve(gram.clone(), x);
        for (int i = 0; i < k; i++) {
            double image = 0;
            for (int j = 0; j < k; j++) {
                image += gram[i * k + j] * x[j];
            }
            assertThat(image).isCloseTo(q[i], within(1e-6));
        }
    }
}
