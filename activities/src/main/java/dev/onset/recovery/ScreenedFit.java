package dev.onset.recovery;

import dev.onset.pulse.Pulse;
import dev.onset.recovery.Interaction.Kind;
import dev.onset.spectrum.WeightedBits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * A sparse fit to random masks: candidates of order 1, then pairs, then larger sets grown from those that were chosen, each
 * screened by its covariance with what the fit before left; an L1 fit on all candidates, its penalty chosen on the last fifth of
 * the masks. Candidates are parities, which are uncorrelated on random masks, beside terms that halving named; the list is in
 * ANDs and ORs, a parity being a sum of ANDs.
 */
final class ScreenedFit {
    /** Of orders 1 and 2; larger sets are grown beside them. */
    private static final int MOST_CANDIDATES = 3000;

    private static final int MOST_SINGLES = 1024;
    private static final int MOST_GROWN = 256;
    private static final int PARENTS = 128;
    private static final int MOST_ORDER = 5;
    /** Columns that a fit may have at once. */
    static final int MOST_COLUMNS = MOST_CANDIDATES + (MOST_ORDER - 2) * MOST_GROWN;

    private static final int PENALTIES = 25;
    private static final double LEAST_PENALTY = 1e-3;
    private static final int MOST_UNPENALISED = 600;
    private static final double MOST_WORSE = 1.02;
    /** Terms whose standard deviation is at most this share of the least coefficient are not heard on random masks. */
    private static final double SILENT = 0.1;

    private final Draws draws;
    private final Columns columns;
    /** Masks of the fit; the others choose the penalty. */
    private final int fit;

    private final double[] y;
    private final List<Candidate> candidates = new ArrayList<>();

    /** @param kind of a term; of a parity it does not count */
    private record Candidate(int column, boolean parity, Kind kind, int[] members) {}

    private record Scored(int[] members, double score) {}

    /**
     * Coefficients of the first candidates.
     *
     * @param error mean squared, on the masks that choose
     */
    private record Solution(double[] beta, double penalty, double error) {}

    private ScreenedFit(Draws draws, double[] y) {
        this.draws = draws;
        this.columns = new Columns(draws);
        this.fit = draws.count * 4 / 5 & -Long.SIZE;
        this.y = y;
    }

    /**
     * Fits a list.
     *
     * @param found terms that halving named
     * @param builds whether the fit starts from them; else they are candidates like others
     */
    static Terms of(Terms found, boolean builds, Draws draws) {
        Terms terms = builds ? found.copy() : new Terms();
        new ScreenedFit(draws, draws.rest(terms)).run(found, terms);
        terms.drop(0);
        Terms list = thinned(terms, draws);
        list.constant(0);
        list.constant(Draws.mean(draws.rest(list)));
        return list;
    }

    /** The list without its small terms, where these explain nothing that the others cannot. */
    private static Terms thinned(Terms terms, Draws draws) {
        double least = Exploration.RESOLUTION * Math.sqrt(Draws.variance(draws.values));
        Terms fewer = ShortForm.of(terms.copy(), least);
        int before;
        do {
            fewer.drop(least);
            fewer.dropSilent(SILENT * least);
            before = fewer.size();
            if (before > Math.min(MOST_UNPENALISED, draws.count / 3)) {
                return terms;
            }
            LeastSquares.correct(fewer, draws, Double.POSITIVE_INFINITY);
            fewer.drop(least);
        } while (fewer.size() < before);
        double nothing = Math.pow(Exploration.NOTHING_LEFT * least, 2);
        double most = MOST_WORSE * Math.max(nothing, Draws.variance(draws.rest(terms)));
        return Draws.variance(draws.rest(fewer)) <= most ? fewer : terms;
    }

    private void run(Terms found, Terms into) {
        for (int player :
                strongest(columns.covariances(IntStream.range(0, draws.players).toArray(), y, fit))) {
            candidates.add(new Candidate(player, true, Kind.AND, new int[] {player}));
        }
        for (int term = 0; term < found.size(); term++) {
            if (found.members(term).length > 1) {
                int column = columns.term(found.kind(term), found.members(term));
                candidates.add(new Candidate(column, false, found.kind(term), found.members(term)));
            }
        }
        Solution best = solve();
        for (int order = 2; order <= MOST_ORDER; order++) {
            WeightedBits rest = rest(best);
            List<int[]> more = order == 2 ? pairs(rest) : grown(order, best, rest);
            if (more.isEmpty()) {
                break;
            }
            for (int[] members : more) {
                candidates.add(new Candidate(columns.parity(members), true, Kind.AND, members));
            }
            Solution next = solve();
            if (next.error >= best.error) {
                break;
            }
            best = next;
        }
        write(onAll(best), into);
    }

    private static int[] strongest(double[] by) {
        return IntStream.range(0, by.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs(by[i]))
                        .thenComparingInt(i -> i))
                .limit(MOST_SINGLES)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    private int[] chosen(int count) {
        return candidates.stream().limit(count).mapToInt(Candidate::column).toArray();
    }

    private Solution solve() {
        int[] chosen = chosen(candidates.size());
        double[] gram = columns.gram(chosen, fit);
        double[] q = columns.covariances(chosen, y, fit);
        Lasso lasso = new Lasso(gram, q);
        double largest = Lasso.largest(q);
        Solution best = new Solution(new double[q.length], -1, error(new double[q.length]));
        for (int i = 1; i < PENALTIES && largest > 0; i++) {
            Pulse.current().tick();
            double penalty = largest * Math.pow(LEAST_PENALTY, (double) i / (PENALTIES - 1));
            lasso.solve(penalty);
            double error = error(lasso.beta);
            if (error < best.error) {
                best = new Solution(lasso.beta.clone(), penalty, error);
            }
            double[] unpenalised = unpenalised(lasso.beta, gram, q, fit);
            double without = unpenalised.length == 0 ? Double.POSITIVE_INFINITY : error(unpenalised);
            if (without < best.error) {
                best = new Solution(unpenalised, 0, without);
            }
        }
        return best;
    }

    /** Least squares on the candidates that have a coefficient; empty where they are too many for that. */
    private static double[] unpenalised(double[] beta, double[] gram, double[] q, int masks) {
        int k = beta.length;
        int[] support = IntStream.range(0, k).filter(j -> beta[j] != 0).toArray();
        int size = support.length;
        if (size == 0 || size > Math.min(MOST_UNPENALISED, masks / 3)) {
            return new double[0];
        }
        double[] a = new double[size * size];
        double[] b = new double[size];
        for (int i = 0; i < size; i++) {
            b[i] = q[support[i]];
            for (int j = 0; j < size; j++) {
                a[i * size + j] = gram[support[i] * k + support[j]];
            }
            a[i * size + i] += 1e-9;
        }
        Positive.solve(a, b);
        double[] out = new double[k];
        for (int i = 0; i < size; i++) {
            out[support[i]] = b[i];
        }
        return out;
    }

    private Solution onAll(Solution best) {
        int[] chosen = chosen(best.beta.length);
        double[] q = columns.covariances(chosen, y, draws.count);
        double[] gram = columns.gram(chosen, draws.count);
        if (best.penalty == 0) {
            double[] again = unpenalised(best.beta, gram, q, draws.count);
            return again.length == 0 ? best : new Solution(again, 0, best.error);
        }
        if (best.penalty < 0) {
            return best;
        }
        Lasso lasso = new Lasso(gram, q);
        double least = best.penalty * Math.sqrt((double) fit / draws.count);
        double penalty = Lasso.largest(q);
        while (penalty > least) {
            penalty = Math.max(least, penalty / 2);
            lasso.solve(penalty);
        }
        return new Solution(lasso.beta, least, best.error);
    }

    private double error(double[] beta) {
        double mean = 0;
        for (int i = 0; i < fit; i++) {
            mean += y[i] / fit;
        }
        double[] rest = new double[draws.count];
        for (int i = fit; i < rest.length; i++) {
            rest[i] = y[i] - mean;
        }
        subtract(beta, fit, rest.length, rest);
        double sum = 0;
        for (int i = fit; i < rest.length; i++) {
            sum += rest[i] * rest[i];
        }
        return sum / (rest.length - fit);
    }

    private void subtract(double[] beta, int from, int to, double[] rest) {
        for (int j = 0; j < beta.length; j++) {
            if (beta[j] != 0) {
                int column = candidates.get(j).column;
                columns.add(column, -beta[j], columns.mean(column, fit), from, to, rest);
            }
        }
    }

    /** What a solution leaves on the masks of the fit, centred. */
    private WeightedBits rest(Solution solution) {
        double[] rest = Arrays.copyOf(y, fit);
        subtract(solution.beta, 0, fit, rest);
        double mean = Draws.mean(rest);
        for (int i = 0; i < fit; i++) {
            rest[i] -= mean;
        }
        spread = Math.sqrt(Draws.variance(rest) * fit);
        WeightedBits weights = new WeightedBits(fit);
        weights.load(rest, 0);
        return weights;
    }

    /** Standard deviation of the sum of a centred rest times a parity. */
    private double spread;

    /** Keeps the sets of the largest scores. */
    private static final class Best {
        private final int most;
        private final PriorityQueue<Scored> kept = new PriorityQueue<>(Comparator.comparingDouble(Scored::score));

        Best(int most) {
            this.most = most;
        }

        boolean takes(double score) {
            return most > 0 && (kept.size() < most || score > kept.element().score);
        }

        void put(Scored scored) {
            kept.add(scored);
            if (kept.size() > most) {
                kept.remove();
            }
        }

        List<int[]> members() {
            return kept.stream()
                    .sorted(Comparator.comparingDouble((Scored s) -> -s.score)
                            .thenComparing(Scored::members, Arrays::compare))
                    .map(Scored::members)
                    .toList();
        }
    }

    private List<int[]> pairs(WeightedBits rest) {
        int[] players = candidates.stream()
                .filter(candidate -> candidate.parity)
                .mapToInt(Candidate::column)
                .toArray();
        double[] own = new double[draws.players];
        for (int player : players) {
            own[player] = columns.weighted(rest, player);
        }
        Best best = new Best(Math.max(0, MOST_CANDIDATES - candidates.size()));
        for (int a = 0; a < players.length && best.most > 0; a++) {
            for (int b = a + 1; b < players.length; b++) {
                double both = columns.weightedBoth(rest, players[a], players[b]);
                double score = Math.abs(2 * (own[players[a]] + own[players[b]] - 2 * both));
                if (best.takes(score)) {
                    best.put(new Scored(new int[] {players[a], players[b]}, score));
                }
            }
        }
        return best.members();
    }

    /** Chosen parities of the order below with one player more, where that tells more than chance would. */
    private List<int[]> grown(int order, Solution solution, WeightedBits rest) {
        int[] parents = IntStream.range(0, solution.beta.length)
                .filter(j -> candidates.get(j).parity
                        && candidates.get(j).members.length == order - 1
                        && solution.beta[j] != 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -Math.abs(solution.beta[j]))
                        .thenComparingInt(j -> j))
                .limit(PARENTS)
                .mapToInt(Integer::intValue)
                .toArray();
        double chance =
                spread * (Math.sqrt(2 * Math.log(Math.max(2.0, (double) parents.length * draws.players))) + 0.5);
        double[] own = new double[draws.players];
        for (int player = 0; player < own.length; player++) {
            own[player] = columns.weighted(rest, player);
        }
        Best best = new Best(MOST_GROWN);
        List<int[]> seen = new ArrayList<>();
        for (int parent : parents) {
            Candidate candidate = candidates.get(parent);
            double ofParent = columns.weighted(rest, candidate.column);
            for (int player = 0; player < draws.players; player++) {
                int[] members = with(candidate.members, player);
                double both = columns.weightedBoth(rest, candidate.column, player);
                double score = Math.abs(2 * (ofParent + own[player] - 2 * both));
                if (members.length == order
                        && score > chance
                        && best.takes(score)
                        && seen.stream().noneMatch(other -> Arrays.equals(other, members))) {
                    seen.add(members);
                    best.put(new Scored(members, score));
                }
            }
        }
        return best.members();
    }

    private static int[] with(int[] members, int player) {
        if (Arrays.binarySearch(members, player) >= 0) {
            return members;
        }
        int[] more = Arrays.copyOf(members, members.length + 1);
        more[members.length] = player;
        Arrays.sort(more);
        return more;
    }

    private void write(Solution solution, Terms into) {
        for (int j = 0; j < solution.beta.length; j++) {
            if (solution.beta[j] != 0) {
                Candidate candidate = candidates.get(j);
                if (candidate.parity) {
                    ands(candidate.members, solution.beta[j], into);
                } else {
                    into.add(candidate.kind, candidate.members, solution.beta[j] * columns.step(candidate.column));
                }
            }
        }
    }

    /** prod (1 - 2 x_i) = sum over subsets U of (-2)^|U| AND_U. */
    private static void ands(int[] parity, double beta, Terms into) {
        for (int chosen = 1; chosen < 1 << parity.length; chosen++) {
            int some = chosen;
            int[] members = IntStream.range(0, parity.length)
                    .filter(i -> (some >>> i & 1) != 0)
                    .map(i -> parity[i])
                    .toArray();
            into.add(Kind.AND, members, beta * Math.pow(-2, members.length));
        }
    }
}
