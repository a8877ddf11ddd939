package dev.onset.interactions;

import dev.onset.pulse.Pulse;
import java.util.Arrays;
import java.util.Optional;

/**
 * One sparse extraction: minimise |a|_1 + |o|_1 subject to Z a + W o - q = u, |q| at most b. Effects may be priced by their
 * order, which the workspace's price tables say; the plain problem has price 1 throughout.
 *
 * <p><b>Method.</b> Douglas-Rachford splitting between the soft threshold and the exact projection onto the matching
 * constraint ({@link Projection}), reflected, with Halpern's anchoring and restarts: after k steps from the anchor t0,
 * t = t0 / (k+2) + (1 - 1 / (k+2)) (t + 2 f), f the Douglas-Rachford step. Halpern's iteration bounds the step by O(1/k)
 * where the plain one has O(1/sqrt k); restarting when the step has shrunk enough turns this into a linear rate (as in
 * restarted Halpern methods for linear programs, arXiv 2407.16144, 2408.12179). It needs no memory of earlier iterates, and
 * measured on real games it takes a quarter fewer iterations than over-relaxed or Anderson-accelerated splitting.
 *
 * <p><b>Certificate.</b> Every {@value #CHECK_EVERY} iterations the multiplier, scaled until |Z^T eta| and |W^T eta| are at
 * most 1, gives a lower bound by weak duality, whatever errors it carries; the thresholded point, projected, an upper one.
 *
 * <p><b>Result.</b> The best point, projected until it matches to 1e-12 of max |u|.
 */
final class SparseSolver {
    private static final int CHECK_EVERY = 10;

    private final ExactMatching matching;
    private final ExtractionWorkspace w;
    private final double[] u;
    private final double valueOfEmpty;
    private final double b;
    private final ExtractionSettings settings;
    private final Pulse pulse = Pulse.current();
    private final double mean;
    private final Projection projection;
    private double gamma;
    private double lowerBound;
    private double upperBound;

    /**
     * A solver of one game, whose largest |u| is more than the noise bound. Its AND and its OR transform are in the workspace's
     * point until {@link #solve} starts from half of each.
     *
     * @param tables those of the game's number of players
     */
    SparseSolver(
            SparseExtractor tables,
            ExtractionWorkspace workspace,
            double[] u,
            double valueOfEmpty,
            double noiseBound,
            ExtractionSettings settings) {
        this.matching = tables.matching();
        this.w = workspace;
        this.u = u;
        this.valueOfEmpty = valueOfEmpty;
        this.b = noiseBound;
        this.settings = settings;
        mean = split();
        projection = b > 0
                ? Projection.Noisy.of(tables.normal(), u, b, theta(b / mean), w)
                : new Projection.Exact(matching, matching.target(u), w);
    }

    /** Steps are measured in units of it, and the square of a bound far below rounding is no number to divide by. */
    private static double theta(double bound) {
        return Math.max(bound * bound, Double.MIN_NORMAL);
    }

    Extraction solve(Optional<SolverState> start) {
        // |u(S)| is at most the sum of all effects, plus what the noise takes
        lowerBound = (Sums.maxAbsolute(u) - b) * w.cheapest;
        upperBound = Double.POSITIVE_INFINITY;
        initialise(start);
        int iteration = 0;
        RestartRule rule = new RestartRule();
        while (iteration < settings.maxIterations()) {
            iteration++;
            project();
            boolean restart = false;
            if (iteration % CHECK_EVERY == 0 || iteration == settings.maxIterations()) {
                pulse.tick();
                bound();
                improve();
                if (upperBound - lowerBound <= settings.tolerance() * upperBound) {
                    break;
                }
                restart = rule.due(iteration, stepLength());
            }
            if (restart) {
                advance(0, 0.5);
                w.anchor();
                rule.restarted();
            } else {
                advance(rule.next(), 1);
            }
        }
        return result(iteration);
    }

    /**
     * The effects of u as a sum of AND effects alone, and of OR effects alone, in the workspace's point.
     *
     * @return the mean size of an effect
     */
    private double split() {
        int all = u.length - 1;
        double[] and = w.pointAnd;
        double[] or = w.pointOr;
        System.arraycopy(u, 0, and, 0, u.length);
        Transforms.moebiusSubsets(and);
        for (int s = 0; s <= all; s++) {
            or[s] = -u[all - s];
        }
        Transforms.moebiusSubsets(or);
        or[0] = 0;
        return (Sums.absolute(and) + Sums.absolute(or)) / 2 / u.length;
    }

    private void initialise(Optional<SolverState> start) {
        if (start.isPresent()) {
            System.arraycopy(start.get().and(), 0, w.tAnd, 0, u.length);
            System.arraycopy(start.get().or(), 0, w.tOr, 0, u.length);
            System.arraycopy(start.get().noise(), 0, w.tNoise, 0, u.length);
            gamma = start.get().scale();
        } else {
            // the even split, v_and = v_or = u/2; what a single player adds is all counted as AND
            int all = u.length - 1;
            for (int s = 0; s <= all; s++) {
                w.tAnd[s] = w.pointAnd[s] / 2;
                w.tOr[all - s] = w.pointOr[s] / 2;
            }
            for (int bit = 1; bit <= all; bit <<= 1) {
                w.tAnd[bit] = (w.pointAnd[bit] + w.pointOr[bit]) / 2;
            }
            AndOrOperator.maskOr(w.tOr);
            Arrays.fill(w.tNoise, 0);
            gamma = mean;
        }
        for (int s = 0; s < u.length; s++) {
            w.limitAnd[s] = gamma * w.priceAnd[s];
            w.limitOr[s] = gamma * w.priceOr[s];
        }
        w.anchor();
    }

    /** Projects the reflected point 2x - t. */
    private void project() {
        reflect(w.tAnd, w.scratchAnd, w.limitAnd);
        reflect(w.tOr, w.scratchOr, w.limitOr);
        projection.project(w.scratchAnd, w.scratchOr);
    }

    /** t = weight * anchor + (1 - weight) (t + 2 share f), f = y - x the Douglas-Rachford step. */
    private void advance(double weight, double share) {
        advance(w.tAnd, w.anchorAnd, w.adjointAnd, w.limitAnd, weight, share);
        advance(w.tOr, w.anchorOr, w.adjointOr, w.limitOr, weight, share);
        if (b > 0) {
            advanceNoise(w.tNoise, w.anchorNoise, w.multiplier, b, projection.theta(), weight, share);
            w.tNoise[0] = 0;
        }
    }

    /** Lower bound from the multiplier. */
    private void bound() {
        double largest = Math.max(
                Sums.maxAbsoluteRatio(w.adjointAnd, w.priceAnd), Sums.maxAbsoluteRatio(w.adjointOr, w.priceOr));
        lowerBound = Math.max(lowerBound, projection.dual() / Math.max(gamma, largest));
    }

    /** Upper bound from the thresholded point, projected once; kept if it is the best so far. */
    private void improve() {
        threshold(w.tAnd, w.pointAnd, w.limitAnd);
        threshold(w.tOr, w.pointOr, w.limitOr);
        if (b > 0) {
            clip(w.tNoise, w.pointNoise, b);
        } else {
            Arrays.fill(w.pointNoise, 0);
        }
        // the images of the iteration's multiplier are still needed: work on the point's own arrays
        matching.match(w.pointAnd, w.pointOr, u, w.pointNoise, w);
        double objective = Sums.priced(w.pointAnd, w.priceAnd) + Sums.priced(w.pointOr, w.priceOr);
        if (objective < upperBound) {
            upperBound = objective;
            System.arraycopy(w.pointAnd, 0, w.bestAnd, 0, u.length);
            System.arraycopy(w.pointOr, 0, w.bestOr, 0, u.length);
            System.arraycopy(w.pointNoise, 0, w.bestNoise, 0, u.length);
        }
    }

    private double stepLength() {
        double sum = squaredStep(w.tAnd, w.adjointAnd, w.limitAnd) + squaredStep(w.tOr, w.adjointOr, w.limitOr);
        if (b > 0) {
            sum += squaredNoiseStep(w.tNoise, w.multiplier, b, projection.theta()) / projection.theta();
        }
        return Math.sqrt(sum);
    }

    private Extraction result(int iterations) {
        w.scale = gamma;
        if (settings.canonical()) {
            CanonicalSolver canonical = new CanonicalSolver(matching, projection, w, u, b);
            int further = canonical.solve();
            return extraction(iterations + further).settledIf(canonical.settled());
        }
        matching.repair(w.bestAnd, w.bestOr, u, w.bestNoise, w);
        return extraction(iterations);
    }

    private Extraction extraction(int iterations) {
        double[] or = w.bestOr.clone();
        Transforms.complement(or);
        return Extraction.of(w.bestAnd.clone(), or, u, valueOfEmpty, b, lowerBound, iterations, settings.tolerance());
    }

    // The loops below are written so that the compiler vectorises them. Twice the clip of t to [-c, c] is |t+c| -
    // |t-c|.

    private static void reflect(double[] t, double[] r, double[] c) {
        for (int i = 0; i < t.length; i++) {
            r[i] = t[i] - (Math.abs(t[i] + c[i]) - Math.abs(t[i] - c[i]));
        }
    }

    private static void advance(double[] t, double[] t0, double[] adjoint, double[] c, double weight, double share) {
        double rest = 1 - weight;
        double twice = 2 * share;
        for (int i = 0; i < t.length; i++) {
            double clipped = Math.abs(t[i] + c[i]) - Math.abs(t[i] - c[i]);
            t[i] = weight * t0[i] + rest * (t[i] - share * clipped - twice * adjoint[i]);
        }
    }

    private static void advanceNoise(
            double[] t, double[] t0, double[] g, double b, double theta, double weight, double share) {
        double rest = 1 - weight;
        double twice = 2 * share;
        for (int i = 0; i < t.length; i++) {
            double clipped = Math.abs(t[i] + b) - Math.abs(t[i] - b);
            t[i] = weight * t0[i] + rest * (t[i] + share * clipped + twice * (theta * g[i] - t[i]));
        }
    }

    private static double squaredStep(double[] t, double[] adjoint, double[] c) {
        double even = 0;
        double odd = 0;
        for (int i = 0; i + 1 < t.length; i += 2) {
            double f0 = (Math.abs(t[i] + c[i]) - Math.abs(t[i] - c[i])) / 2 + adjoint[i];
            double f1 = (Math.abs(t[i + 1] + c[i + 1]) - Math.abs(t[i + 1] - c[i + 1])) / 2 + adjoint[i + 1];
            even += f0 * f0;
            odd += f1 * f1;
        }
        return even + odd;
    }

    private static double squaredNoiseStep(double[] t, double[] g, double b, double theta) {
        double sum = 0;
        for (int i = 1; i < t.length; i++) {
            double f = (Math.abs(t[i] + b) - Math.abs(t[i] - b)) / 2 - t[i] + theta * g[i];
            sum += f * f;
        }
        return sum;
    }

    /** The soft threshold, with its exact zeros. */
    private static void threshold(double[] t, double[] x, double[] c) {
        for (int i = 0; i < t.length; i++) {
            double beyond = Math.max(Math.abs(t[i]) - c[i], 0);
            x[i] = Math.copySign(beyond, t[i]);
        }
    }

    private static void clip(double[] t, double[] x, double b) {
        for (int i = 0; i < t.length; i++) {
            x[i] = Math.max(-b, Math.min(b, t[i]));
        }
    }
}
