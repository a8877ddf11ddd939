package dev.onset.spectrum;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.interactions.Transforms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The spectrum of a game whose every coalition is known, by one weighted butterfly: per player (a, b) becomes ((1-p) a + p b,
 * sqrt(p(1-p)) (b - a)); squares of the result are the variances of the components v_T (Efron and Stein 1981). At p = 1/2 it
 * is the Walsh-Hadamard transform. O(n 2^n), in double precision, equal to the bit on every run.
 */
public final class ExactSpectrum {
    /** Largest n: 2^20 values. */
    public static final int MAX_PLAYERS = 20;

    private static final int STRONGEST_PAIRS = 10;

    private final int players;
    private final double p;
    /** Variances of the components by coalition; that of the empty set is 0. */
    private final double[] components;

    private final double[] byOrder;
    private final double variance;

    private ExactSpectrum(double[] values, double p) {
        this.players = Transforms.players(values);
        this.p = p;
        this.components = values.clone();
        double largest = 0;
        for (double v : values) {
            largest = Math.max(largest, Math.abs(v));
        }
        double s = Math.sqrt(p * (1 - p));
        Transforms.kronecker(components, 1 - p, p, -s, s);
        components[0] = 0;
        byOrder = new double[players + 1];
        for (int t = 1; t < components.length; t++) {
            components[t] *= components[t];
            byOrder[Integer.bitCount(t)] += components[t];
        }
        double sum = 0;
        for (double w : byOrder) {
            sum += w;
        }
        variance = sum <= OrderSpectrum.NO_VARIANCE * largest * largest ? 0 : sum;
    }

    /**
     * Transforms a game.
     *
     * @param values v by coalition, length 2^n, left as they are
     * @param p probability with which a player is present, within (0, 1)
     * @throws OnsetException DATA_INVALID for a length that is no power of two, more players than {@value #MAX_PLAYERS}, a value
     *     that is not finite or a p outside (0, 1)
     */
    public static ExactSpectrum of(double[] values, double p) {
        Checks.presence(p);
        int n = Transforms.players(values);
        if (n > MAX_PLAYERS) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    "the exact spectrum of " + n + " players was asked for; it takes " + MAX_PLAYERS
                            + ": sample the game instead");
        }
        for (int i = 0; i < values.length; i++) {
            Checks.finite(values[i], "coalition " + i);
        }
        return new ExactSpectrum(values, p);
    }

    /** V = Var v; 0 for a constant game. */
    public double variance() {
        return variance;
    }

    /** Everything about the game, with the influence of every player. */
    public OrderSpectrum spectrum() {
        if (variance == 0) {
            return OrderSpectrum.constant(players, p, components.length, OrderSpectrum.Method.EXACT);
        }
        double weighted = 0;
        List<Estimate> shares = new ArrayList<>();
        for (int k = 1; k <= players; k++) {
            weighted += k * byOrder[k];
            shares.add(Estimate.exact(byOrder[k] / variance));
        }
        List<Estimate> first = new ArrayList<>();
        List<OrderSpectrum.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < players; i++) {
            first.add(Estimate.exact(components[1 << i] / variance));
            for (int j = i + 1; j < players; j++) {
                pairs.add(new OrderSpectrum.Pair(i, j, Estimate.exact(components[1 << i | 1 << j] / variance)));
            }
        }
        return new OrderSpectrum(
                players,
                p,
                true,
                variance,
                Optional.of(Estimate.exact(weighted / variance)),
                shares,
                Optional.empty(),
                influences(),
                first,
                strongest(pairs),
                components.length,
                OrderSpectrum.Method.EXACT);
    }

    static List<OrderSpectrum.Pair> strongest(List<OrderSpectrum.Pair> pairs) {
        return pairs.stream()
                .filter(pair -> pair.share().value() > 0)
                .sorted(Comparator.comparingDouble(
                        (OrderSpectrum.Pair pair) -> -pair.share().value()))
                .limit(STRONGEST_PAIRS)
                .toList();
    }

    /** T_i, the sum over the components that contain i: the upper half of an array that is folded player by player. */
    private List<Estimate> influences() {
        double[] folded = components.clone();
        Estimate[] influences = new Estimate[players];
        for (int i = players - 1; i >= 0; i--) {
            int half = 1 << i;
            double sum = 0;
            for (int t = 0; t < half; t++) {
                sum += folded[half + t];
                folded[t] += folded[half + t];
            }
            influences[i] = Estimate.exact(sum / variance);
        }
        return List.of(influences);
    }

    /**
     * Noise stability without the mean, divided by V: sum over k of rho^k W_k / V, which is the correlation of v(x) and v(y) where
     * y keeps each coordinate of x with probability rho and draws it anew otherwise. 0 for a constant game.
     */
    public double stability(double rho) {
        double sum = 0;
        for (int k = 1; k <= players; k++) {
            sum += Math.pow(rho, k) * byOrder[k];
        }
        return variance == 0 ? 0 : sum / variance;
    }

    /** Closed Sobol index of a group of players: the share of V that functions of them alone explain. 0 for a constant game. */
    public double closedIndex(int group) {
        double sum = 0;
        for (int t = group; t > 0; t = (t - 1) & group) {
            sum += components[t];
        }
        return variance == 0 ? 0 : sum / variance;
    }
}
