package dev.onset.grokking.cubic;

import org.hipparchus.special.Erf;

/**
 * What tells Langevin noise of sqrt(2) sigma from the 2 sigma that arXiv 2310.03789 prints: without data the neurons must
 * keep their prior, q ~ N(0, sigma_w^2/d). Shares of neurons with |q| &gt; .4, at d = 5 and sigma_w^2 = 1/2.
 *
 * @param prior the prior's own
 * @param corrected of a run with sqrt(2) sigma
 * @param printed of a run with 2 sigma
 */
public record NoiseEvidence(double prior, double corrected, double printed) {
    private static final LangevinSettings FREE = new LangevinSettings(
            new CubicSettings(-0.3, 1e9, 4, 40, 5, 0.05, 0.5), 0.02, 200, 10, 2, 16, LangevinSettings.Start.ALIGNED);
    private static final int STEPS = 6000;
    private static final long SEED = 3;

    /** Always the same; takes a tenth of a second. */
    public static NoiseEvidence measure() {
        double variance = FREE.problem().inputVariance() / FREE.problem().dimension();
        return new NoiseEvidence(
                Erf.erfc(CubicSolution.FAR / Math.sqrt(2 * variance)),
                far(new LangevinTraining(FREE, SEED)),
                far(LangevinTraining.asPrinted(FREE, SEED)));
    }

    private static double far(LangevinTraining training) {
        training.advance(STEPS, step -> {});
        return EnsembleSummary.of(training.observe()).far();
    }
}
