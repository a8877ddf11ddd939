package dev.onset.interactions;

import dev.onset.pulse.Pulse;

/**
 * The published optimiser of AND-OR interactions, kept to compare with: subgradient descent with momentum 0.9 on the split
 * p and the noise q, v_and = (u + q)/2 + p, v_or = (u + q)/2 - p, from p = q = 0, 10,000 steps whose rate falls
 * geometrically from 1e-5 to 1e-6, q clipped to its bound before each step, the last iterate returned (Li and Zhang, arXiv
 * 2304.13312; Zhou et al., arXiv 2304.01811). Written anew with butterflies in double precision, where the authors multiply
 * dense matrices in single; the trajectory is theirs up to rounding, which subgradients amplify.
 */
final class SubgradientDescent {
    private static final int STEPS = 10_000;
    private static final double FIRST_RATE = 1e-5;
    private static final double MOMENTUM = 0.9;

    private final Pulse pulse = Pulse.current();
    private final double[] u;
    private final double b;
    private final double[] p;
    private final double[] q;
    private final double[] and;
    private final double[] or;

    private SubgradientDescent(double[] u, double noiseBound) {
        this.u = u;
        this.b = noiseBound;
        p = new double[u.length];
        q = new double[u.length];
        and = new double[u.length];
        or = new double[u.length];
    }

    static Extraction extract(double[] u, double valueOfEmpty, double noiseBound) {
        SubgradientDescent descent = new SubgradientDescent(u, noiseBound);
        descent.run();
        return descent.result(valueOfEmpty);
    }

    private void run() {
        double[] momentumP = new double[u.length];
        double[] momentumQ = new double[u.length];
        int all = u.length - 1;
        for (int step = 0; step < STEPS; step++) {
            interactions();
            pulse.tick();
            if (step + 1 == STEPS) {
                return;
            }
            double rate = FIRST_RATE * Math.pow(10, -step / (STEPS - 1.0));
            double emptySign = Math.signum(or[0]);
            for (int s = 0; s <= all; s++) {
                and[s] = Math.signum(and[s]);
                or[s] = s == 0 ? 0 : -Math.signum(or[s]);
            }
            Transforms.moebiusSupersets(and);
            Transforms.moebiusSupersets(or);
            for (int s = 0; s <= all; s++) {
                double throughOr = or[all - s] + (s == 0 ? emptySign : 0);
                momentumP[s] = MOMENTUM * momentumP[s] + and[s] - throughOr;
                momentumQ[s] = MOMENTUM * momentumQ[s] + (and[s] + throughOr) / 2;
                p[s] -= rate * momentumP[s];
                q[s] -= rate * momentumQ[s];
            }
        }
    }

    /** The effects that the present split gives once q is clipped to its bound. */
    private void interactions() {
        int all = u.length - 1;
        for (int s = 0; s <= all; s++) {
            q[s] = Math.max(-b, Math.min(b, q[s]));
            double half = (u[s] + q[s]) / 2;
            and[s] = half + p[s];
            or[all - s] = p[s] - half;
        }
        Transforms.moebiusSubsets(and);
        Transforms.moebiusSubsets(or);
        or[0] = (u[0] + q[0]) / 2 - p[0];
    }

    /**
     * Folds the OR of single players into AND. What the method put on the empty set is a constant, which an OR of all
     * players expresses at the same price on every coalition but the empty one.
     */
    private Extraction result(double valueOfEmpty) {
        int all = u.length - 1;
        for (int bit = 1; bit <= all; bit <<= 1) {
            and[bit] += or[bit];
            or[bit] = 0;
        }
        double constant = and[0] + or[0];
        and[0] = 0;
        or[0] = 0;
        if (all == 1) {
            and[all] += constant;
        } else {
            or[all] += constant;
        }
        double bound = Math.max(0, Sums.maxAbsolute(u) - b);
        return Extraction.of(and, or, u, valueOfEmpty, b, bound, STEPS, Double.POSITIVE_INFINITY);
    }
}
