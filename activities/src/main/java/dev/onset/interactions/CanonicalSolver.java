package dev.onset.interactions;

import dev.onset.pulse.Pulse;
import java.util.Arrays;

/**
 * The sparsest effects of least Euclidean norm: unique where the sparsest effects are not, so that the answer depends on
 * neither start nor method, and follows every permutation of the players.
 *
 * <p><b>Method.</b> Minimises |x|_1 + (ridge / 2) |x|^2 over all effects x that match, ridge = {@value #RIDGE} / max |u|. For
 * a small enough ridge the minimiser is exactly the point of least norm among the sparsest (Mangasarian and Meyer 1979, on
 * linear programs); where it is not small enough, it is a point as unique whose sum is larger by less than the ridge term.
 * The iteration is that of {@link SparseSolver} with one addition, without which it crawls along the optimal face: at each
 * restart the step is set to what balances the moves of effects and multipliers since the last one (the primal weight of
 * arXiv 2106.04756).
 *
 * <p><b>Certificate.</b> The problem is strongly convex: a gap of G between a matching point and the dual bound puts the
 * point within sqrt(2 G / ridge) of the answer. Rounding keeps G above about 1e-11 of the sum, which the square root makes a
 * weak statement; the search therefore also ends when the effects moved by less than a thirtieth of {@value #DISTANCE} of the
 * largest while the iterations doubled, which is evidence, not proof.
 */
final class CanonicalSolver {
    /** Weight of the squared norm for a game whose largest value is 1. */
    private static final double RIDGE = 0.01;

    /** Certified distance, relative to the largest effect, at which the search ends. */
    static final double DISTANCE = 1e-3;

    static final int MAX_ITERATIONS = 160_000;

    /** The distance to the answer is taken to be this many times what the effects moved while the iterations doubled. */
    private static final double SAFETY = 30;

    private static final int WATCH_FROM = 250;
    private static final double ROUNDING = 1e-10;

    private static final int CHECK_EVERY = 10;
    private static final int CERTIFY_EVERY = 100;
    private static final double LEAST_STEP = 1e-2;
    private static final double MOST_STEP = 1e4;

    private final ExactMatching matching;
    private final Projection projection;
    private final ExtractionWorkspace w;
    private final Pulse pulse = Pulse.current();
    private final double[] u;
    private final double b;
    private final double ridge;
    private final double theta;
    private final double firstStep;
    private final double[] and;
    private final double[] or;
    private final double[] noise;
    private final double[] lastAnd;
    private final double[] lastOr;
    private final double[] lastDualAnd;
    private final double[] lastDualOr;
    private double step;
    private double shrink;
    private boolean restarted;
    private final double[] pastAnd;
    private final double[] pastOr;
    private int watchedAt = WATCH_FROM;
    private double moved = Double.POSITIVE_INFINITY;
    private double upperBound = Double.POSITIVE_INFINITY;
    private double lowerBound = Double.NEGATIVE_INFINITY;

    /**
     * Starts where a sparse extraction of the same game has left the workspace.
     *
     * @param projection that extraction's
     */
    CanonicalSolver(
            ExactMatching matching, Projection projection, ExtractionWorkspace workspace, double[] u, double b) {
        this.matching = matching;
        this.projection = projection;
        this.w = workspace;
        this.u = u;
        this.b = b;
        theta = projection.theta();
        ridge = RIDGE / Sums.maxAbsolute(u);
        firstStep = workspace.scale;
        step = firstStep;
        shrink = 1 / (1 + step * ridge);
        and = new double[u.length];
        or = new double[u.length];
        noise = new double[u.length];
        lastAnd = new double[u.length];
        lastOr = new double[u.length];
        lastDualAnd = new double[u.length];
        lastDualOr = new double[u.length];
        pastAnd = new double[u.length];
        pastOr = new double[u.length];
        Arrays.fill(pastAnd, Double.MAX_VALUE);
    }

    /**
     * Leaves the effects in the workspace's best point, matching exactly.
     *
     * @return iterations spent
     */
    int solve() {
        w.anchor();
        RestartRule rule = new RestartRule();
        int iteration = 0;
        while (iteration < MAX_ITERATIONS) {
            iteration++;
            project();
            boolean restart = false;
            if (iteration % CHECK_EVERY == 0) {
                pulse.tick();
                restart = rule.due(iteration, length());
            }
            if (iteration % CERTIFY_EVERY == 0 || iteration == MAX_ITERATIONS) {
                certify();
                watch(iteration);
                if (settled()) {
                    break;
                }
            }
            if (restart) {
                advance(0, 0.5);
                balance();
                w.anchor();
                rule.restarted();
            } else {
                advance(rule.next(), 1);
            }
        }
        w.scale = step;
        matching.repair(w.bestAnd, w.bestOr, u, w.bestNoise, w);
        return iteration;
    }

    /** Largest Euclidean distance from the unique answer, certified. */
    double distance() {
        return Math.sqrt(2 * Math.max(0, upperBound - lowerBound) / ridge);
    }

    /** Whether the answer is known to {@value #DISTANCE} of the largest effect: certified, or by what is left of the motion. */
    boolean settled() {
        double largest = Math.max(Sums.maxAbsolute(w.bestAnd), Sums.maxAbsolute(w.bestOr));
        return Math.min(distance(), SAFETY * moved) <= DISTANCE * largest;
    }

    /** Notes how far the effects have moved while the number of iterations doubled. */
    private void watch(int iteration) {
        if (iteration < 2 * watchedAt) {
            return;
        }
        moved = Math.max(Sums.maxAbsoluteDifference(and, pastAnd), Sums.maxAbsoluteDifference(or, pastOr));
        System.arraycopy(and, 0, pastAnd, 0, u.length);
        System.arraycopy(or, 0, pastOr, 0, u.length);
        watchedAt = iteration;
    }

    /** The point x of the present t, and the projection of 2x - t. */
    private void project() {
        point();
        for (int s = 0; s < u.length; s++) {
            w.scratchAnd[s] = 2 * and[s] - w.tAnd[s];
            w.scratchOr[s] = 2 * or[s] - w.tOr[s];
        }
        projection.project(w.scratchAnd, w.scratchOr);
    }

    private void point() {
        for (int s = 0; s < u.length; s++) {
            and[s] = shrink * Math.copySign(Math.max(Math.abs(w.tAnd[s]) - step, 0), w.tAnd[s]);
            or[s] = shrink * Math.copySign(Math.max(Math.abs(w.tOr[s]) - step, 0), w.tOr[s]);
            noise[s] = Math.max(-b, Math.min(b, w.tNoise[s]));
        }
    }

    /** Length of the step f = y - x, in the metric of the iteration. */
    private double length() {
        double effects = 0;
        double unexplained = 0;
        for (int s = 0; s < u.length; s++) {
            double fAnd = and[s] - w.tAnd[s] - w.adjointAnd[s];
            double fOr = or[s] - w.tOr[s] - w.adjointOr[s];
            double fNoise = noise[s] - w.tNoise[s] + theta * w.multiplier[s];
            effects += fAnd * fAnd + fOr * fOr;
            unexplained += fNoise * fNoise;
        }
        return Math.sqrt(effects + (b > 0 ? unexplained / theta : 0));
    }

    private void advance(double weight, double share) {
        double rest = 1 - weight;
        double twice = 2 * share;
        for (int s = 0; s < u.length; s++) {
            w.tAnd[s] = weight * w.anchorAnd[s] + rest * (w.tAnd[s] + twice * (and[s] - w.tAnd[s] - w.adjointAnd[s]));
            w.tOr[s] = weight * w.anchorOr[s] + rest * (w.tOr[s] + twice * (or[s] - w.tOr[s] - w.adjointOr[s]));
        }
        if (b > 0) {
            for (int s = 1; s < u.length; s++) {
                w.tNoise[s] = weight * w.anchorNoise[s]
                        + rest * (w.tNoise[s] + twice * (noise[s] - w.tNoise[s] + theta * w.multiplier[s]));
            }
        }
    }

    /** Sets the step by how far effects and multipliers moved since the last restart; t keeps both where they are. */
    private void balance() {
        point();
        double effects = 0;
        double multipliers = 0;
        for (int s = 0; s < u.length; s++) {
            double dualAnd = (w.tAnd[s] - and[s]) / step;
            double dualOr = (w.tOr[s] - or[s]) / step;
            effects += square(and[s] - lastAnd[s]) + square(or[s] - lastOr[s]);
            multipliers += square(dualAnd - lastDualAnd[s]) + square(dualOr - lastDualOr[s]);
            lastDualAnd[s] = dualAnd;
            lastDualOr[s] = dualOr;
            lastAnd[s] = and[s];
            lastOr[s] = or[s];
        }
        if (restarted && effects > 0 && multipliers > 0) {
            double balanced = Math.sqrt(step * Math.sqrt(effects / multipliers));
            double next = Math.max(LEAST_STEP * firstStep, Math.min(MOST_STEP * firstStep, balanced));
            double factor = next / step;
            for (int s = 0; s < u.length; s++) {
                w.tAnd[s] = and[s] + factor * (w.tAnd[s] - and[s]);
                w.tOr[s] = or[s] + factor * (w.tOr[s] - or[s]);
                w.tNoise[s] = noise[s] + factor * (w.tNoise[s] - noise[s]);
            }
            step = next;
            shrink = 1 / (1 + step * ridge);
        }
        restarted = true;
    }

    private static double square(double x) {
        return x * x;
    }

    private void certify() {
        double excess = 0;
        for (int s = 0; s < u.length; s++) {
            excess += square(Math.max(0, Math.abs(w.adjointAnd[s]) / step - 1))
                    + square(Math.max(0, Math.abs(w.adjointOr[s]) / step - 1));
        }
        lowerBound = Math.max(lowerBound, projection.dual() / step - excess / (2 * ridge));
        System.arraycopy(and, 0, w.pointAnd, 0, u.length);
        System.arraycopy(or, 0, w.pointOr, 0, u.length);
        for (int pass = 0; pass < 2; pass++) {
            matching.match(w.pointAnd, w.pointOr, u, noise, w);
        }
        double value = Sums.absolute(w.pointAnd)
                + Sums.absolute(w.pointOr)
                + ridge / 2 * (Sums.dot(w.pointAnd, w.pointAnd) + Sums.dot(w.pointOr, w.pointOr));
        // at the end the sums differ by rounding alone: the later point is the better one
        if (value < upperBound + ROUNDING * Math.abs(upperBound) || Double.isInfinite(upperBound)) {
            upperBound = Math.min(upperBound, value);
            System.arraycopy(w.pointAnd, 0, w.bestAnd, 0, u.length);
            System.arraycopy(w.pointOr, 0, w.bestOr, 0, u.length);
            if (b > 0) {
                System.arraycopy(noise, 0, w.bestNoise, 0, u.length);
            } else {
                Arrays.fill(w.bestNoise, 0);
            }
        }
    }
}
