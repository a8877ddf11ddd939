package dev.onset.springblock;

import java.util.List;

/** The three regimes of the first-order chain, with their profiles as an independent prototype has them: D_l, l = 0..8. */
final class Profiles {
    private static final int SEEDS = 10;
    private static final int STEPS = 10_000;
    static final int BLOCKS = 7;

    private Profiles() {}

    /**
     * One regime.
     *
     * @param expected profile; the straight line for the balanced one
     * @param convexity expected c
     * @param tolerance of c
     */
    record Regime(String name, ChainSettings chain, double[] expected, double convexity, double tolerance) {
        /** Without noise the last state; with noise the mean over the second half of the steps and over seeds. */
        LoadCurve measure() {
            if (chain.noise() == 0) {
                return LoadCurve.of(FirstOrderChain.last(chain, STEPS, 0));
            }
            double[][] all = new double[SEEDS][];
            for (int seed = 0; seed < SEEDS; seed++) {
                all[seed] = FirstOrderChain.mean(chain, STEPS / 2, STEPS, seed);
            }
            return LoadCurve.of(mean(all));
        }

        double deviation(LoadCurve measured) {
            double largest = 0;
            for (int l = 0; l < expected.length; l++) {
                largest = Math.max(largest, Math.abs(measured.separation()[l] - expected[l]));
            }
            return largest;
        }
    }

    static List<Regime> regimes() {
        return List.of(
                new Regime(
                        "lazy",
                        new ChainSettings(BLOCKS, 0.05, 0.05, 0),
                        new double[] {1, 1, 1, 0.958, 0.867, 0.725, 0.533, 0.292, 0},
                        -0.292,
                        0.01),
                new Regime(
                        "balanced",
                        new ChainSettings(BLOCKS, 0.05, 0.05, 0.3),
                        new double[] {1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0},
                        0,
                        0.03),
                new Regime(
                        "active",
                        new ChainSettings(BLOCKS, 0.03, 0.08, 0.3),
                        new double[] {1, 0.784, 0.599, 0.443, 0.304, 0.188, 0.102, 0.041, 0},
                        0.175,
                        0.01));
    }

    static double[] mean(double[][] curves) {
        double[] mean = new double[curves[0].length];
        for (double[] curve : curves) {
            for (int l = 0; l < mean.length; l++) {
                mean[l] += curve[l] / curves.length;
            }
        }
        return mean;
    }
}
