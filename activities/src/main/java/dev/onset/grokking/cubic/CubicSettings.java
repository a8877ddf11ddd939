package dev.onset.grokking.cubic;

import dev.onset.contracts.Require;

/**
 * One point of the cubic-teacher problem (arXiv 2310.03789, section 3): y = H1(z) + eps H3(z), z = w*.x, x ~ N(0, I_d),
 * learned by f(x) = sum_i a_i erf(w_i.x) at equilibrium with noise sigma^2.
 *
 * <p>Sizes are real numbers because the scaling family makes them so; a training rounds them.
 *
 * @param eps weight of the cubic part of the teacher
 * @param noise sigma^2, the ridge of the posterior exp(-|y-f|^2 / (2 sigma^2))
 * @param samples n
 * @param width N, hidden neurons
 * @param dimension d, inputs
 * @param outputVariance sigma_a^2; a_i has prior variance sigma_a^2 / N
 * @param inputVariance sigma_w^2; w_ij has prior variance sigma_w^2 / d
 */
public record CubicSettings(
        double eps,
        double noise,
        double samples,
        double width,
        double dimension,
        double outputVariance,
        double inputVariance) {
    public CubicSettings {
        Require.that(Double.isFinite(eps) && Math.abs(eps) <= 10, "eps", eps, "must lie in [-10, 10]");
        Require.positive("sigma2", noise);
        Require.positive("samples", samples);
        Require.positive("width", width);
        Require.positive("dimension", dimension);
        Require.positive("outputVariance", outputVariance);
        Require.positive("inputVariance", inputVariance);
    }

    /** A study's problem at one noise. */
    static CubicSettings of(GrokkingCubic.Problem p, double noise) {
        return new CubicSettings(
                p.eps(), noise, p.samples(), p.width(), p.dimension(), p.outputVariance(), p.inputVariance());
    }

    /** The paper's base size: n = 3000, N = 700, d = 150, sigma_a^2 = 8/N, sigma_w^2 = 1/2. */
    public static CubicSettings base(double eps, double noise) {
        return new CubicSettings(eps, noise, 3000, 700, 150, 8.0 / 700, 0.5);
    }

    /** The size trained here by default, the base scaled by 1/8: n = 375, N = 88, d = 53. */
    public static CubicSettings eighth(double eps, double noise) {
        return new CubicSettings(eps, noise, 375, 88, 53, 8.0 / 700 * Math.sqrt(8), 0.5);
    }

    /**
     * The family N -> beta N, d -> sqrt(beta) d, sigma_a^2 -> sigma_a^2 / sqrt(beta), n -> alpha n, sigma^2 -> (alpha/beta)
     * sigma^2, which leaves {@link #interaction()} as it is.
     */
    public CubicSettings scaled(double alpha, double beta) {
        Require.positive("alpha", alpha);
        Require.positive("beta", beta);
        return new CubicSettings(
                eps,
                noise * alpha / beta,
                samples * alpha,
                width * beta,
                dimension * Math.sqrt(beta),
                outputVariance / Math.sqrt(beta),
                inputVariance);
    }

    public CubicSettings withNoise(double sigma2) {
        return new CubicSettings(eps, sigma2, samples, width, dimension, outputVariance, inputVariance);
    }

    public CubicSettings withEps(double other) {
        return new CubicSettings(other, noise, samples, width, dimension, outputVariance, inputVariance);
    }

    /** u = n^2 sigma_a^2 / (sigma^4 d N), what drives the transition. */
    public double interaction() {
        return samples * samples * outputVariance / (noise * noise * dimension * width);
    }

    /** sigma^2 at which {@link #interaction()} has a value. */
    double noiseAt(double u) {
        return samples * Math.sqrt(outputVariance / (u * dimension * width));
    }

    /** A = 1 + 2 sigma_w^2 at q = 0. */
    double baseA() {
        return 1 + 2 * inputVariance;
    }
}
