package dev.onset.grokking.modular;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BrentSolver;

/**
 * The adaptive-kernel theory of modular addition, per Fourier mode (arXiv 2310.03789, section 4).
 *
 * <p>With Phi, Psi the powers of a mode in the two input halves, S = P [(Phi + Psi)/2 - u a^2 Phi Psi + (gamma/6)(Phi^3 +
 * Psi^3)]; its far saddle Phi = Psi = w_+^2 = (u a^2 + sqrt((u a^2)^2 - gamma))/gamma; &lt;Phi Psi&gt; = 4 w_+^4 e^-S /
 * (1 + 4 e^-S); lambda = sigma_a^2 &lt;Phi Psi&gt; and a = -sigma^2 / (lambda + sigma^2). Only this printed convention for
 * lambda reproduces the paper's figure.
 */
public final class ModularTheory {
    private static final int SCAN = 4000;
    private static final double SPECIALISED = 0.99;

    private ModularTheory() {}

    /** Noise at which the far saddle is as deep as the origin while nothing is learned: u = sqrt(4 gamma/3), a = -1. */
    public static double equalDepthNoise(ModularTheorySettings s) {
        double u = Math.sqrt(4 * s.gamma() / 3);
        return Math.sqrt(2 * s.outputVariance() * s.prime() * (double) s.prime() / (s.width() * u));
    }

    /**
     * Noise below which all neurons sit at far saddles (GMFL-II): the occupation on the branch from large noise reaches .99.
     * Between {@link #equalDepthNoise} and here it rises steadily while the saddle stays pinned at the origin's depth.
     */
    public static double specialisedNoise(ModularTheorySettings s) {
        double high = equalDepthNoise(s);
        return new BrentSolver(1e-12)
                .solve(200, noise -> solve(s.withNoise(noise)).occupation() - SPECIALISED, high / 2, high);
    }

    /** The solution nearest a = -1, the branch that comes down from large noise. */
    public static ModularSolution solve(ModularTheorySettings s) {
        return solutions(s).get(0);
    }

    /** Every solution, from a = -1 upwards; never empty. */
    public static List<ModularSolution> solutions(ModularTheorySettings s) {
        UnivariateFunction f = a -> implied(s, a) - a;
        List<ModularSolution> found = new ArrayList<>();
        double left = -1;
        double before = f.value(left);
        if (before == 0) {
            found.add(at(s, -1));
        }
        for (int i = 1; i <= SCAN; i++) {
            double right = -1 + (double) i / SCAN;
            double after = f.value(right);
            if (before > 0 != after > 0 && before != 0) {
                found.add(at(s, new BrentSolver(1e-14, 1e-14).solve(200, f, left, right)));
            }
            left = right;
            before = after;
        }
        return List.copyOf(found);
    }

    private static double implied(ModularTheorySettings s, double a) {
        ModularSolution here = at(s, a);
        double lambda = s.outputVariance() * here.occupation() * here.overlap() * here.overlap();
        return -s.noise() / (lambda + s.noise());
    }

    private static ModularSolution at(ModularTheorySettings s, double a) {
        double drive = s.interaction() * a * a;
        if (drive * drive < s.gamma()) {
            return new ModularSolution(s, a, 0, Double.POSITIVE_INFINITY, 0);
        }
        double w = (drive + Math.sqrt(drive * drive - s.gamma())) / s.gamma();
        double action = s.prime() * (w - drive * w * w + s.gamma() / 3 * w * w * w);
        // 4 e^-S / (1 + 4 e^-S) without overflow
        double occupation = 1 / (1 + Math.exp(action) / 4);
        return new ModularSolution(s, a, w, action, occupation);
    }
}
