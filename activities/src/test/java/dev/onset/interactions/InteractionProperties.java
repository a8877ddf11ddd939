package dev.onset.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** The axioms of interactions, on random games of all sizes, and what a sparse extraction promises of any game. */
@Tag("property")
class InteractionProperties {
    /** Values of all coalitions; v(empty) and v(N) are as arbitrary as the others. */
    record Game(int n, long seed, double[] v) {
        static Game of(int n, long seed) {
            return new Game(n, seed, new Random(seed).doubles(1L << n, -3, 3).toArray());
        }

        double[] u() {
            return Fixtures.shifted(v);
        }

        @Override
        public String toString() {
            return n + " players, seed " + seed;
        }
    }

    @Provide
    Arbitrary<Game> games() {
        return games(1, 14);
    }

    @Provide
    Arbitrary<Game> small() {
        return games(2, 8);
    }

    private static Arbitrary<Game> games(int from, int to) {
        return Combinators.combine(Arbitraries.integers().between(from, to), Arbitraries.longs())
                .as(Game::of);
    }

    private static Extraction sparse(double[] v, ExtractionSettings settings) {
        return new SparseExtractor(Transforms.players(v)).extract(v, 0, settings);
    }

    private static double largest(double[] x) {
        double m = 0;
        for (double value : x) {
            m = Math.max(m, Math.abs(value));
        }
        return m;
    }

    private static void close(double[] actual, double[] expected, double tolerance) {
        for (int s = 0; s < actual.length; s++) {
            assertThat(actual[s]).as("coalition " + s).isCloseTo(expected[s], within(tolerance));
        }
    }

    private static int moved(int coalition, int[] to) {
        int image = 0;
        for (int i = 0; i < to.length; i++) {
            image |= (coalition >> i & 1) << to[i];
        }
        return image;
    }

    private static int[] permutation(int n, long seed) {
        Random random = new Random(seed);
        int[] to = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            to[i] = to[j];
            to[j] = i;
        }
        return to;
    }

    private static double[] permuted(double[] x, int[] to) {
        double[] y = new double[x.length];
        for (int s = 0; s < x.length; s++) {
            y[moved(s, to)] = x[s];
        }
        return y;
    }

    @Property(tries = 60)
    void matching_holdsForEveryCoalition_to1e9Relative(@ForAll("games") Game game) {
        Extraction e = sparse(game.v(), ExtractionSettings.DEFAULT.withMaxIterations(game.n() > 10 ? 50 : 500));
        double[] matched = Transforms.reconstruct(e.and(), e.or());
        close(matched, game.u(), 1e-9 * largest(game.u()));
    }

    @Property(tries = 40)
    void lowerBound_neverExceedsObjective_norTheSumOfAnyOtherSplit(@ForAll("games") Game game) {
        Extraction e = sparse(game.v(), ExtractionSettings.DEFAULT.withMaxIterations(60));
        assertThat(e.lowerBound()).isPositive().isLessThanOrEqualTo(e.objective() * (1 + 1e-12));
        double[] u = game.u();
        Random random = new Random(game.seed());
        double[] partOfAnd = new double[u.length];
        double[] partOfOr = new double[u.length];
        for (int s = 1; s < u.length; s++) {
            partOfAnd[s] = u[s] * random.nextDouble();
            partOfOr[s] = u[s] - partOfAnd[s];
        }
        double other = Sums.absolute(Transforms.and(partOfAnd)) + Sums.absolute(Transforms.or(partOfOr));
        assertThat(e.lowerBound()).isLessThanOrEqualTo(other * (1 + 1e-12));
    }

    @Property(tries = 60)
    void efficiency_allEffectsSumToTheWholeGame(@ForAll("games") Game game) {
        double[] u = game.u();
        double whole = u[u.length - 1];
        double rounding = 1e-12 * Sums.absolute(Transforms.and(u));
        assertThat(sum(Transforms.and(u))).isCloseTo(whole, within(rounding));
        assertThat(sum(Transforms.or(u))).isCloseTo(whole, within(rounding));
        Extraction e = sparse(game.v(), ExtractionSettings.DEFAULT.withMaxIterations(50));
        assertThat(sum(e.and()) + sum(e.or())).isCloseTo(whole, within(1e-9 * largest(u)));
    }

    private static double sum(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value;
        }
        return sum;
    }

    @Property(tries = 60)
    void dummy_playerThatOnlyAddsItsOwnValue_hasNoOtherEffect(@ForAll("games") Game game) {
        double[] v = game.v().clone();
        int player = 1 << (int) Math.floorMod(game.seed(), (long) game.n());
        for (int s = 0; s < v.length; s++) {
            v[s | player] = v[s & ~player] + 0.75;
        }
        double[] and = Transforms.and(Fixtures.shifted(v));
        double[] or = Transforms.or(Fixtures.shifted(v));
        double rounding = 1e-12 * Sums.absolute(and);
        for (int s = 1; s < v.length; s++) {
            if ((s & player) != 0) {
                double expected = s == player ? 0.75 : 0;
                assertThat(and[s]).as("AND " + s).isCloseTo(expected, within(rounding));
                assertThat(or[s]).as("OR " + s).isCloseTo(expected, within(rounding));
            }
        }
    }

    @Property(tries = 60)
    void symmetry_playersThatActAlike_haveLikeEffects(@ForAll("games") Game game) {
        if (game.n() < 2) {
            return;
        }
        double[] v = game.v().clone();
        int[] swap = new int[game.n()];
        for (int i = 0; i < swap.length; i++) {
            swap[i] = i;
        }
        swap[0] = 1;
        swap[1] = 0;
        double[] other = permuted(v, swap);
        for (int s = 0; s < v.length; s++) {
            v[s] = (v[s] + other[s]) / 2;
        }
        double[] and = Transforms.and(Fixtures.shifted(v));
        double[] or = Transforms.or(Fixtures.shifted(v));
        double rounding = 1e-12 * Sums.absolute(and);
        close(permuted(and, swap), and, rounding);
        close(permuted(or, swap), or, rounding);
    }

    @Property(tries = 60)
    void linearity_effectsOfASumAreSumsOfEffects(@ForAll("games") Game game) {
        double[] u = game.u();
        double[] w = Game.of(game.n(), ~game.seed()).u();
        double[] sum = new double[u.length];
        for (int s = 0; s < u.length; s++) {
            sum[s] = 2 * u[s] - 3 * w[s];
        }
        double[] expected = Transforms.and(u);
        double[] further = Transforms.and(w);
        double[] expectedOr = Transforms.or(u);
        double[] furtherOr = Transforms.or(w);
        for (int s = 0; s < u.length; s++) {
            expected[s] = 2 * expected[s] - 3 * further[s];
            expectedOr[s] = 2 * expectedOr[s] - 3 * furtherOr[s];
        }
        double rounding = 1e-12 * Sums.absolute(expected);
        close(Transforms.and(sum), expected, rounding);
        close(Transforms.or(sum), expectedOr, rounding);
    }

    /** The dual of u is u(N) - u(N without S): present and absent change places. */
    @Property(tries = 60)
    void duality_andOfAGameIsOrOfItsDual(@ForAll("games") Game game) {
        double[] u = game.u();
        double[] dual = new double[u.length];
        for (int s = 0; s < u.length; s++) {
            dual[s] = u[u.length - 1] - u[u.length - 1 - s];
        }
        close(Transforms.or(dual), Transforms.and(u), 1e-12 * Sums.absolute(Transforms.and(u)));
    }

    @Property(tries = 60)
    void permutationOfPlayers_permutesTheTransforms(@ForAll("games") Game game) {
        int[] to = permutation(game.n(), game.seed());
        double[] and = Transforms.and(game.u());
        double rounding = 1e-12 * Sums.absolute(and);
        close(Transforms.and(permuted(game.u(), to)), permuted(and, to), rounding);
        close(Transforms.or(permuted(game.u(), to)), permuted(Transforms.or(game.u()), to), rounding);
    }

    @Property(tries = 12)
    void permutationOfPlayers_permutesTheCanonicalEffects(@ForAll("small") Game game) {
        int[] to = permutation(game.n(), game.seed());
        ExtractionSettings canonical = ExtractionSettings.DEFAULT.withCanonical(true);
        Extraction e = sparse(game.v(), canonical);
        Extraction moved = sparse(permuted(game.v(), to), canonical);
        double within = 1e-3 * Math.max(largest(e.and()), largest(e.or()));
        close(moved.and(), permuted(e.and(), to), within);
        close(moved.or(), permuted(e.or(), to), within);
    }

    @Property(tries = 10)
    void sameGame_sameBits(@ForAll("small") Game game) {
        for (boolean canonical : new boolean[] {false, true}) {
            ExtractionSettings settings =
                    ExtractionSettings.DEFAULT.withMaxIterations(2_000).withCanonical(canonical);
            Extraction first = sparse(game.v(), settings);
            Extraction second = sparse(game.v(), settings);
            assertThat(second.and()).isEqualTo(first.and());
            assertThat(second.or()).isEqualTo(first.or());
            assertThat(second.lowerBound()).isEqualTo(first.lowerBound());
        }
    }
}
