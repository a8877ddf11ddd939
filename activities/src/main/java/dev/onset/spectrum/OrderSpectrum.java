package dev.onset.spectrum;

import java.util.List;
import java.util.Optional;

/**
 * The order spectrum of one game whose players are present independently with probability p.
 *
 * @param players number of players n
 * @param exact whether every coalition was evaluated
 * @param variance V = Var v; 0 for a constant game, which has neither a mean order nor shares
 * @param meanOrder M = sum over k of k W_k / V; empty for a constant game
 * @param shares W_k / V of the orders from 1 up: all n where exact, else those of 1 to 4 that are known well enough
 * @param higher what is left for the orders above {@code shares}; empty where there is none
 * @param influences total influences T_i / V by player, E Var_i v / V; empty where they were not asked for
 * @param firstOrder first-order components W_i / V by player; likewise
 * @param pairs the pairs of players with the largest second-order components, descending
 * @param passes evaluations of the game
 * @param method how the mean order was found
 */
public record OrderSpectrum(
        int players,
        double p,
        boolean exact,
        double variance,
        Optional<Estimate> meanOrder,
        List<Estimate> shares,
        Optional<Estimate> higher,
        List<Estimate> influences,
        List<Estimate> firstOrder,
        List<Pair> pairs,
        long passes,
        Method method) {
    /** Shares whose standard error is larger are not shown. */
    public static final double LARGEST_ERROR = 0.05;

    /** Below this share of the largest v^2 a variance is rounding. */
    static final double NO_VARIANCE = 1e-24;

    /**
     * Two players' second-order component over V.
     *
     * @param first the smaller index
     */
    public record Pair(int first, int second, Estimate share) {}

    /** How a mean order was found. */
    public enum Method {
        /** From every coalition. */
        EXACT,
        /** One player flipped on every base mask. */
        FLIP_ONE,
        /** Every player flipped on some base masks. */
        FLIP_ALL,
        /** Every player drawn anew with two small rates on half of the base masks, extrapolated to rate 0. */
        REDRAW
    }

    public OrderSpectrum {
        shares = List.copyOf(shares);
        influences = List.copyOf(influences);
        firstOrder = List.copyOf(firstOrder);
        pairs = List.copyOf(pairs);
    }

    /** The same without what it says of single players. */
    public OrderSpectrum withoutPlayers() {
        return new OrderSpectrum(
                players, p, exact, variance, meanOrder, shares, higher, List.of(), List.of(), pairs, passes, method);
    }

    static OrderSpectrum constant(int players, double p, long passes, Method method) {
        return new OrderSpectrum(
                players,
                p,
                method == Method.EXACT,
                0,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                passes,
                method);
    }
}
