package dev.onset.springblock;

import dev.onset.random.CounterRandom;

/**
 * The chain with inertia: dx = v dt, m dv = (k lap(x) - gamma v + friction) dt + eps exp(-lambda t) dW (arXiv 2407.19353), by
 * Euler's method. The noise is common to all blocks, each getting the sum of L increments; or each block has its own.
 */
final class SecondOrderChain {
    private static final double MASS = 1;
    private static final double DAMPING = 1;
    private static final double STIFFNESS = 0.1;
    private static final double DECAY = 0.001;
    private static final double DT = 0.05;
    private static final int STEPS = 14_000;
    private static final long NOISE = 302;

    /** Where the noise of a block comes from. */
    enum Noise {
        COMMON,
        INDEPENDENT
    }

    private SecondOrderChain() {}

    /** D_l = 1 - x_l, l = 0..L+1, at time 700. */
    static double[] last(ChainSettings settings, Noise kind, long seed) {
        int blocks = settings.blocks();
        double[] x = new double[blocks + 2];
        double[] v = new double[blocks + 2];
        double[] a = new double[blocks + 2];
        x[blocks + 1] = 1;
        CounterRandom noise = new CounterRandom(seed, NOISE);
        for (int step = 0; step < STEPS; step++) {
            double size = settings.noise() * Math.exp(-DECAY * step * DT) * Math.sqrt(DT);
            double common = size > 0 && kind == Noise.COMMON ? Math.sqrt(blocks) * size * noise.gaussian(step) : 0;
            for (int l = 1; l <= blocks; l++) {
                double force = STIFFNESS * (x[l + 1] - 2 * x[l] + x[l - 1]) - DAMPING * v[l] + friction(v[l], settings);
                double kick = size > 0 && kind == Noise.INDEPENDENT
                        ? size * noise.gaussian((long) step * blocks + l - 1)
                        : common;
                a[l] = (force * DT + kick) / MASS;
            }
            for (int l = 1; l <= blocks; l++) {
                x[l] += v[l] * DT;
                v[l] += a[l];
            }
        }
        double[] d = new double[blocks + 2];
        for (int l = 0; l < d.length; l++) {
            d[l] = 1 - x[l];
        }
        return d;
    }

    private static double friction(double v, ChainSettings settings) {
        if (v > 0) {
            return -settings.muRight();
        }
        return v < 0 ? settings.muLeft() : 0;
    }
}
