package dev.onset.springblock;

import dev.onset.random.CounterRandom;

/**
 * The overdamped chain: F_l = k (x_(l+1) - 2 x_l + x_(l-1)) + eps N(0, 1), x_l += eta s(F_l), s the soft threshold of friction
 * (arXiv 2407.19353). All blocks start at the left wall. A pure function of settings and seed.
 */
final class FirstOrderChain {
    /** k. */
    static final double STIFFNESS = 1;

    private static final double ETA = 0.01;
    private static final long NOISE = 301;

    private FirstOrderChain() {}

    /** D_l = 1 - x_l, l = 0..L+1, after the last step. */
    static double[] last(ChainSettings settings, int steps, long seed) {
        return mean(settings, steps - 1, steps, seed);
    }

    /** The mean of D_l over the steps from..to-1, each counted after it was taken. */
    static double[] mean(ChainSettings settings, int from, int to, long seed) {
        int blocks = settings.blocks();
        double[] x = new double[blocks + 2];
        double[] force = new double[blocks + 2];
        double[] sum = new double[blocks + 2];
        x[blocks + 1] = 1;
        CounterRandom noise = new CounterRandom(seed, NOISE);
        for (int step = 0; step < to; step++) {
            for (int l = 1; l <= blocks; l++) {
                force[l] = STIFFNESS * (x[l + 1] - 2 * x[l] + x[l - 1]);
                if (settings.noise() > 0) {
                    force[l] += settings.noise() * noise.gaussian((long) step * blocks + l - 1);
                }
            }
            for (int l = 1; l <= blocks; l++) {
                x[l] += ETA * threshold(force[l], settings);
            }
            for (int l = 0; step >= from && l < sum.length; l++) {
                sum[l] += x[l];
            }
        }
        double[] d = new double[blocks + 2];
        for (int l = 0; l < d.length; l++) {
            d[l] = 1 - sum[l] / (to - from);
        }
        return d;
    }

    private static double threshold(double force, ChainSettings settings) {
        if (force > settings.muRight()) {
            return force - settings.muRight();
        }
        return force < -settings.muLeft() ? force + settings.muLeft() : 0;
    }
}
