package dev.onset.infra.interactions;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.interactions.Extraction;
import dev.onset.interactions.ExtractionMode;
import dev.onset.interactions.ExtractionSettings;
import dev.onset.interactions.OrderStrengths;
import dev.onset.interactions.SparseExtractor;
import dev.onset.interactions.Transforms;

/**
 * Everything known about one game: arrays over coalitions have length 2^n, bit i of an index standing for player i.
 *
 * @param values v by coalition
 * @param harsanyi full transforms of u = v - v(empty)
 * @param and extracted AND effects
 * @param or extracted OR effects
 * @param orders strengths by order 0..n of all effects, none cut off
 * @param seconds the extraction took
 */
public record GameInteractions(
        int n,
        double[] values,
        Pair harsanyi,
        double[] and,
        double[] or,
        double objective,
        double lowerBound,
        double gap,
        int iterations,
        double matchingResidual,
        Orders orders,
        double seconds) {
    private static final int MAX_WITH_NOISE = 14;

    /** AND and OR effects by coalition. */
    public record Pair(double[] and, double[] or) {}

    /** Strengths by order, AND and OR. */
    public record Orders(Signs and, Signs or) {}

    /** Sums of positive effects, and of negative ones as magnitudes, by order. */
    public record Signs(double[] positive, double[] negative) {}

    /**
     * Extracts.
     *
     * @throws OnsetException MODEL_INVALID when there are too many players for the method
     */
    public static GameInteractions of(double[] values, double noiseBound, ExtractionSettings settings) {
        int n = Transforms.players(values);
        check(n, noiseBound > 0, settings.mode());
        SparseExtractor.requireValues(values);
        double[] u = new double[values.length];
        for (int s = 0; s < u.length; s++) {
            u[s] = values[s] - values[0];
        }
        return of(values, u, noiseBound, settings);
    }

    /**
     * Refuses a game that is too large for a method, before its values are computed.
     *
     * @throws OnsetException MODEL_INVALID with the bound and what it would need
     */
    public static void check(int n, boolean noise, ExtractionMode mode) {
        int most = mostPlayers(noise, mode);
        if (n > most) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID,
                    n + " players: this method takes " + most + (noise ? " with a noise bound" : "") + "; "
                            + n + " would hold " + (n + 8L) * 8 * (1L << n) / 1_000_000
                            + " MB of tables and take minutes to hours; merge players, or use --solver harsanyi up to "
                            + GameFile.MAX_PLAYERS);
        }
    }

    /** Players that a method takes. */
    public static int mostPlayers(boolean noise, ExtractionMode mode) {
        return mode == ExtractionMode.HARSANYI
                ? GameFile.MAX_PLAYERS
                : noise ? MAX_WITH_NOISE : SparseExtractor.MAX_PLAYERS;
    }

    private static GameInteractions of(double[] values, double[] u, double noiseBound, ExtractionSettings settings) {
        int n = Transforms.players(values);
        Pair full = new Pair(Transforms.and(u), Transforms.or(u));
        long began = System.nanoTime();
        Extraction found = n > SparseExtractor.MAX_PLAYERS
                ? andOnly(full.and(), u, values[0])
                : new SparseExtractor(n).extract(values, noiseBound, settings);
        double seconds = (System.nanoTime() - began) / 1e9;
        OrderStrengths strengths = OrderStrengths.of(found, 0);
        return new GameInteractions(
                n,
                values,
                full,
                found.and(),
                found.or(),
                found.objective(),
                found.lowerBound(),
                found.gap(),
                found.iterations(),
                found.matchingResidual(),
                new Orders(
                        new Signs(strengths.andPositive(), strengths.andNegative()),
                        new Signs(strengths.orPositive(), strengths.orNegative())),
                seconds);
    }

    /** Beyond the extractor's tables: the exact transform alone. */
    private static Extraction andOnly(double[] and, double[] u, double valueOfEmpty) {
        double objective = 0;
        double largest = 0;
        for (int s = 0; s < u.length; s++) {
            objective += Math.abs(and[s]);
            largest = Math.max(largest, Math.abs(u[s]));
        }
        double[] none = new double[u.length];
        double[] matched = Transforms.reconstruct(and, none);
        double residual = 0;
        for (int s = 0; s < u.length; s++) {
            residual = Math.max(residual, Math.abs(matched[s] - u[s]));
        }
        double gap = objective > 0 ? (objective - largest) / objective : 0;
        return new Extraction(
                Transforms.players(u), and, none, valueOfEmpty, 0, objective, largest, gap, 0, residual, true);
    }
}
