package dev.onset.recovery;

import dev.onset.pulse.Pulse;
import dev.onset.recovery.Interaction.Kind;
import java.util.function.IntPredicate;

/**
 * Coefficients of terms whose players are known, measured by inclusion and exclusion: what v changes by when the players of an AND
 * become present, of an OR absent, less what it changes by for fewer of them (the Harsanyi dividend). Terms of other players take no
 * part in that, so that one that is not known yet, or known wrongly, spoils no other; an OR takes part in an AND within it, and the
 * other way round, which is solved for.
 */
final class Dividends {
    /** More are not measured at once: a matrix of all pairs of them is solved. */
    static final int MOST_TERMS = 1024;

    /** Larger terms keep the coefficient that they have. */
    private static final int MOST_PLAYERS = 6;

    private static final double RIDGE = 1e-9;

    private Dividends() {}

    /** Evaluations that a term of so many players takes at most; those that it shares with others are made once. */
    static int cost(int players) {
        return players <= MOST_PLAYERS ? 1 << players : 0;
    }

    /** Evaluations that some terms take at most. */
    static int cost(Terms terms) {
        int cost = 2;
        for (int term = 0; term < terms.size(); term++) {
            cost += cost(terms.members(term).length);
        }
        return cost;
    }

    /**
     * The same terms, some with coefficients measured anew.
     *
     * @param agrees coefficients that differ by no more stay
     */
    static Terms measured(Terms terms, IntPredicate which, double agrees, Draws draws, Passes passes) {
        int k = terms.size();
        double[] equations = new double[k * k];
        double[] rests = new double[k];
        long[] mask = new long[draws.words];
        for (int i = 0; i < k; i++) {
            Pulse.current().tick();
            int[] members = terms.members(i);
            if (cost(members.length) == 0 || !which.test(i)) {
                equations[i * k + i] = 1;
                continue;
            }
            long[] end = terms.kind(i) == Kind.AND ? new long[draws.words] : draws.everybody();
            for (int some = 0; some < 1 << members.length; some++) {
                System.arraycopy(end, 0, mask, 0, mask.length);
                for (int member = 0; member < members.length; member++) {
                    if ((some >>> member & 1) != 0) {
                        mask[members[member] >>> 6] ^= 1L << members[member];
                    }
                }
                int sign = (members.length - Integer.bitCount(some)) % 2 == 0 ? 1 : -1;
                rests[i] += sign * (passes.at(mask) - terms.at(mask, 0));
                for (int j = 0; j < k; j++) {
                    equations[i * k + j] += terms.acts(j, mask, 0) ? sign : 0;
                }
            }
        }
        double[] change = leastSquares(equations, rests);
        Terms now = new Terms();
        for (int term = 0; term < k; term++) {
            boolean moves = which.test(term) && Math.abs(change[term]) > agrees;
            now.add(terms.kind(term), terms.members(term), terms.coefficient(term) + (moves ? change[term] : 0));
        }
        return now;
    }

    /** What depends on each other changes as little as it can. */
    private static double[] leastSquares(double[] equations, double[] right) {
        int k = right.length;
        double[] normal = new double[k * k];
        double[] solution = new double[k];
        for (int row = 0; row < k; row++) {
            for (int i = 0; i < k; i++) {
                double a = equations[row * k + i];
                if (a != 0) {
                    solution[i] += a * right[row];
                    for (int j = 0; j < k; j++) {
                        normal[i * k + j] += a * equations[row * k + j];
                    }
                }
            }
        }
        for (int i = 0; i < k; i++) {
            normal[i * k + i] += RIDGE;
        }
        Positive.solve(normal, solution);
        return solution;
    }
}
