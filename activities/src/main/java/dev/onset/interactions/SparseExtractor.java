package dev.onset.interactions;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Extracts AND and OR interactions from games over n players: one instance per n, shared by all threads.
 *
 * <p>The instance holds tables of O(2^n) numbers, and of O(n 2^n) from its first extraction with noise on. A thread brings its own {@link ExtractionWorkspace};
 * results depend on neither threads nor time and are equal to the bit on every run of one Java release and machine kind.
 *
 * <p>Bad values are refused with {@link ErrorCode#MODEL_INVALID}; an extraction that runs out of iterations is no failure:
 * it returns its best result with the gap.
 */
public final class SparseExtractor {
    /** Changes where the last bit of any result does. */
    public static final String VERSION = "2";

    /** Largest n; the exact Harsanyi transform goes further. */
    public static final int MAX_PLAYERS = 16;

    private final int n;
    private final ExactMatching matching;
    private @Nullable NormalSolver normal;

    /** Builds the tables for n players, 1 to {@value #MAX_PLAYERS}. */
    public SparseExtractor(int n) {
        if (n < 1 || n > MAX_PLAYERS) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID,
                    n + " players: a sparse extraction takes 1 to " + MAX_PLAYERS
                            + "; merge players, or use the exact Harsanyi transform");
        }
        this.n = n;
        matching = new ExactMatching(n);
    }

    public int players() {
        return n;
    }

    ExactMatching matching() {
        return matching;
    }

    /** Tables that extractions with noise alone need, and that take longer: the first one computes them. */
    synchronized NormalSolver normal() {
        if (normal == null) {
            normal = new NormalSolver(n);
        }
        return normal;
    }

    /** Scratch memory for one thread at a time. */
    public ExtractionWorkspace newWorkspace() {
        return new ExtractionWorkspace(n);
    }

    /** As {@link #extract(double[], double, ExtractionSettings, ExtractionWorkspace)}, with scratch memory of its own. */
    public Extraction extract(double[] v, double noiseBound, ExtractionSettings settings) {
        return extract(v, noiseBound, settings, newWorkspace());
    }

    /**
     * Extracts the interactions of u = v - v(empty).
     *
     * @param v value of each coalition, length 2^n, little-endian
     * @param noiseBound largest part b of each u(S) that may stay unexplained, in units of v; 0 = none
     */
    public Extraction extract(
            double[] v, double noiseBound, ExtractionSettings settings, ExtractionWorkspace workspace) {
        return extract(v, noiseBound, settings, workspace, Optional.empty());
    }

    /** The same from a given start; see {@link SolverState} for what that does to reproducibility. */
    public Extraction extract(
            double[] v,
            double noiseBound,
            ExtractionSettings settings,
            ExtractionWorkspace workspace,
            Optional<SolverState> start) {
        Scaled game = game(v, noiseBound, workspace);
        return switch (settings.mode()) {
            case SPARSE -> {
                workspace.price(0);
                yield solve(game, v[0], noiseBound, settings, workspace, start);
            }
            case HARSANYI -> game.back(harsanyi(game.u(), v[0]), 0);
            case AUTHORS_SGD -> {
                if (game.unit() != 1) {
                    throw new OnsetException(
                            ErrorCode.MODEL_INVALID,
                            "the largest |v - v(empty)| is " + Sums.maxAbsolute(game.u()) * game.unit()
                                    + ": the published optimiser has fixed steps for values near 1; divide the values");
                }
                yield SubgradientDescent.extract(game.u(), v[0], noiseBound);
            }
        };
    }

    private Extraction solve(
            Scaled game,
            double valueOfEmpty,
            double noiseBound,
            ExtractionSettings settings,
            ExtractionWorkspace workspace,
            Optional<SolverState> start) {
        double[] u = game.u();
        if (Sums.maxAbsolute(u) <= game.noise()) {
            // the noise may take all of it: every effect is zero
            return game.back(
                    Extraction.of(
                            new double[u.length],
                            new double[u.length],
                            u,
                            valueOfEmpty,
                            game.noise(),
                            0,
                            0,
                            settings.tolerance()),
                    noiseBound);
        }
        SparseSolver solver = new SparseSolver(this, workspace, u, valueOfEmpty, game.noise(), settings);
        return game.back(solver.solve(start), noiseBound);
    }

    /** Least sum of effects priced 1 + slope k at order k; the extraction's bound is of that sum, its objective is plain. */
    Extraction extractPriced(
            double[] v,
            double noiseBound,
            double slope,
            ExtractionSettings settings,
            ExtractionWorkspace workspace,
            Optional<SolverState> start) {
        Scaled game = game(v, noiseBound, workspace);
        workspace.price(slope);
        return solve(game, v[0], noiseBound, settings, workspace, start);
    }

    /** A game in units in which the squares of its values neither overflow nor vanish. */
    private Scaled game(double[] v, double noiseBound, ExtractionWorkspace workspace) {
        if (v.length != 1 << n || workspace.players() != n) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID,
                    "game has " + v.length + " values and its workspace " + workspace.players() + " players where "
                            + (1 << n) + " values of " + n + " players are expected: nothing was extracted");
        }
        if (!(noiseBound >= 0) || Double.isInfinite(noiseBound)) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID, "noise bound is " + noiseBound + ": give a finite number, 0 or above");
        }
        return Scaled.of(v, noiseBound);
    }

    /**
     * Refuses values whose sums over coalitions would not be numbers, as every extraction does.
     *
     * @throws OnsetException MODEL_INVALID naming the coalition
     */
    public static void requireValues(double[] v) {
        for (int s = 0; s < v.length; s++) {
            Scaled.require(v[s], s);
        }
    }

    private static Extraction harsanyi(double[] u, double valueOfEmpty) {
        double[] and = Transforms.and(u);
        return Extraction.of(
                and, new double[u.length], u, valueOfEmpty, 0, Sums.maxAbsolute(u), 0, Double.POSITIVE_INFINITY);
    }
}
