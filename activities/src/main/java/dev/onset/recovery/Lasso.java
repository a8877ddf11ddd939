package dev.onset.recovery;

import java.util.Arrays;

/**
 * min over beta of beta' G beta / 2 - q' beta + lambda |beta|_1 by cyclic coordinate descent on covariances (Friedman, Hastie and
 * Tibshirani 2010), lambda falling from where nothing enters. Not thread-safe.
 */
final class Lasso {
    private static final int MOST_SWEEPS = 100;
    private static final double PRECISION = 1e-4;

    private final double[] gram;
    private final double[] gradient;
    private final int k;
    final double[] beta;

    Lasso(double[] gram, double[] q) {
        this.gram = gram;
        this.gradient = q.clone();
        this.k = q.length;
        this.beta = new double[k];
    }

    /** The least lambda at which every coefficient is 0. */
    static double largest(double[] q) {
        return Arrays.stream(q).map(Math::abs).max().orElse(0);
    }

    /** Goes on from the coefficients found before. */
    void solve(double lambda) {
        double enough = PRECISION * lambda;
        double change = Double.POSITIVE_INFINITY;
        for (int sweep = 0; sweep < MOST_SWEEPS && change > enough; sweep++) {
            change = sweep(lambda);
        }
    }

    /** Largest change of a coefficient. */
    private double sweep(double lambda) {
        double largest = 0;
        for (int j = 0; j < k; j++) {
            double own = gram[j * k + j];
            if (own <= 0) {
                continue;
            }
            double z = gradient[j] + own * beta[j];
            double next = Math.abs(z) <= lambda ? 0 : (z - Math.copySign(lambda, z)) / own;
            double by = next - beta[j];
            if (by != 0) {
                beta[j] = next;
                int row = j * k;
                for (int i = 0; i < k; i++) {
                    gradient[i] -= gram[row + i] * by;
                }
                largest = Math.max(largest, Math.abs(by));
            }
        }
        return largest;
    }
}
