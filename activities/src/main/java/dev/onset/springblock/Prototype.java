package dev.onset.springblock;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an independent prototype had on the digits task: 1,000 training and 797 test digits, width 64, full batch, 100 epochs,
 * three seeds.
 */
final class Prototype {
    private static final double[] ALPHAS = {0, 0.2, 0.4, 0.6, 0.8, 1};
    private static final double[] DROPOUTS = {0, 0.1, 0.2, 0.3};
    private static final double[][] CONVEXITIES = {
        {-1.00, -0.06, 0.44, 0.51},
        {-0.61, 0.06, 0.34, 0.45},
        {-0.38, 0.10, 0.25, 0.34},
        {-0.34, 0.12, 0.18, 0.19},
        {-0.28, 0.15, 0.11, 0.06},
        {-0.04, 0.16, 0.14, 0.02}
    };

    /** D_l at alpha 0 by dropout. */
    static final Map<Double, double[]> CURVES = new TreeMap<>(Map.of(
            0.0, new double[] {2.20, 1.95, 1.49, 0.97, 0.40, -0.50, -1.79, -3.05},
            0.1, new double[] {2.19, 1.56, 0.81, 0.16, -0.44, -1.18, -2.06, -2.76}));

    private Prototype() {}

    /** c at a place of the dropout grid; empty where the prototype has none. */
    static Optional<Double> convexity(double alpha, double dropout) {
        for (int r = 0; r < ALPHAS.length; r++) {
            for (int c = 0; c < DROPOUTS.length; c++) {
                if (ALPHAS[r] == alpha && DROPOUTS[c] == dropout) {
                    return Optional.of(CONVEXITIES[r][c]);
                }
            }
        }
        return Optional.empty();
    }
}
