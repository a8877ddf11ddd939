package dev.onset.grokking.modular;

import dev.onset.contracts.Require;

/**
 * The theory of modular addition, at one noise (arXiv 2310.03789, section 4).
 *
 * @param noise sigma^2
 * @param prime P
 * @param width N
 * @param outputVariance sigma_a^2 as it enters u and lambda; the paper's figure uses .002/N
 * @param gamma strength of the sextic term that stands for the weights' finite norm
 */
public record ModularTheorySettings(double noise, int prime, double width, double outputVariance, double gamma) {
    public ModularTheorySettings {
        Require.positive("sigma2", noise);
        Require.that(ModularSettings.isOddPrime(prime), "prime", prime, "must be an odd prime");
        Require.positive("width", width);
        Require.positive("outputVariance", outputVariance);
        Require.positive("gamma", gamma);
    }

    /** The paper's figure: N = 1000, P = 401, sigma_a^2 = .002/N, gamma = 1e-4. */
    public static ModularTheorySettings figure(double noise) {
        return new ModularTheorySettings(noise, 401, 1000, 0.002 / 1000, 1e-4);
    }

    public ModularTheorySettings withNoise(double sigma2) {
        return new ModularTheorySettings(sigma2, prime, width, outputVariance, gamma);
    }

    /** u = 2 sigma_a^2 P^2 / (N sigma^4). */
    public double interaction() {
        return 2 * outputVariance * prime * (double) prime / (width * noise * noise);
    }
}
