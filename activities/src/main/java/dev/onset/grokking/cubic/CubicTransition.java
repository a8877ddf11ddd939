package dev.onset.grokking.cubic;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BrentSolver;

/**
 * The first-order transition of the cubic teacher (arXiv 2310.03789, section 3) in closed form, exact as beta goes to
 * infinity; the closed form is derived here, the paper has none.
 *
 * <p>There c = eps, and with r = |c|/b (opposite signs) and M = 4 (1+r)^3 / (27 r) the far minima are as deep as q = 0 at
 * u_c = A0 pi / (4 sigma_w^2 b^2 M) = u_sp / M; it exists for r &gt; 1/2 and ends at the tricritical point r = 1/2. There
 * g* = (2r-1)/(6r), q*^2 = A0 g* / (1 - 2 g*). The discrepancy is that of Gaussian feature learning, b = s/(s + lambda), s
 * = sigma^2/n, lambda = 4 sigma_a^2 &lt;q^2&gt; / (pi A0), &lt;q^2&gt; = (sigma_w^2/d) / (1 - u/u_sp).
 *
 * @param eps weight of the cubic part
 * @param noise sigma^2_c
 * @param u u_c
 * @param b discrepancy along H1 at the transition
 * @param overlap |q*|, where the far minima lie
 * @param spinodal u_sp, where q = 0 ceases to be a minimum
 */
public record CubicTransition(double eps, double noise, double u, double b, double overlap, double spinodal) {
    /** r = |c|/b at the tricritical point. */
    public static final double TRICRITICAL_RATIO = 0.5;

    private static final int SCAN = 4000;
    /** Log-odds up to which b is looked for: within 1e-13 of its limits. */
    private static final double ODDS = 30;

    /**
     * The transition met first as noise falls at the sizes given; their noise is not used.
     *
     * @throws OnsetException STUDY_INVALID when there is no first-order transition, as for every eps that is not negative
     */
    public static CubicTransition of(CubicSettings sizes) {
        return of(sizes, 4);
    }

    /**
     * The transition that the coefficient printed in arXiv 2310.03789 (2 instead of 4) would give: the evidence that it is a
     * misprint, since the paper's own figure has it elsewhere.
     */
    public static CubicTransition asPrinted(CubicSettings sizes) {
        return of(sizes, 2);
    }

    /** The transition with another coefficient in lambda, 2 being what the paper prints. */
    static CubicTransition of(CubicSettings sizes, double coefficient) {
        double eps = sizes.eps();
        return find(sizes, coefficient)
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        eps < 0
                                ? "grokking: eps is " + eps + ", with n = " + sizes.samples() + ", N = " + sizes.width()
                                        + ", d = " + sizes.dimension()
                                        + "; at these sizes no noise has a first-order transition: the discrepancy b that"
                                        + " would be left there does not fit its u; nothing was run"
                                : "grokking: eps is " + eps
                                        + "; a first-order transition needs eps of opposite sign to the linear part, that is"
                                        + " eps < 0; nothing was run"));
    }

    /** The transition, where there is one. */
    public static Optional<CubicTransition> find(CubicSettings sizes) {
        return find(sizes, 4);
    }

    private static Optional<CubicTransition> find(CubicSettings sizes, double coefficient) {
        if (!(sizes.eps() < 0)) {
            return Optional.empty();
        }
        double limit = Math.min(1, -sizes.eps() / TRICRITICAL_RATIO);
        return roots(b -> b - predicted(sizes, b, coefficient), limit).stream()
                .map(b -> at(sizes, b))
                .max(Comparator.comparingDouble(CubicTransition::noise));
    }

    /** M(r): the ratio of u_sp to u_c. */
    public static double depthRatio(double r) {
        return 4 * Math.pow(1 + r, 3) / (27 * r);
    }

    /** u_c at fixed b. */
    static double critical(CubicSettings sizes, double b) {
        return spinodal(sizes, b) / depthRatio(-sizes.eps() / b);
    }

    static double spinodal(CubicSettings sizes, double b) {
        return sizes.baseA() * Math.PI / (4 * sizes.inputVariance() * b * b);
    }

    /** The discrepancy that the transition at b would have. */
    private static double predicted(CubicSettings sizes, double b, double coefficient) {
        double s = sizes.noiseAt(critical(sizes, b)) / sizes.samples();
        double r = -sizes.eps() / b;
        // 1 - u/u_sp = 1 - 1/M, without the difference of like numbers near r = 1/2
        double stiffness = Math.pow(2 * r - 1, 2) * (r + 4) / (4 * Math.pow(1 + r, 3));
        double spread = sizes.inputVariance() / sizes.dimension() / stiffness;
        return s / (s + coefficient * sizes.outputVariance() * spread / (Math.PI * sizes.baseA()));
    }

    private static CubicTransition at(CubicSettings sizes, double b) {
        double u = critical(sizes, b);
        double r = -sizes.eps() / b;
        double g = (2 * r - 1) / (6 * r);
        double overlap = Math.sqrt(sizes.baseA() * g / (1 - 2 * g));
        return new CubicTransition(sizes.eps(), sizes.noiseAt(u), u, b, overlap, spinodal(sizes, b));
    }

    /** Roots in (0, limit): b may be close to either end, so the scan is even in the log-odds of b/limit. */
    private static List<Double> roots(UnivariateFunction f, double limit) {
        UnivariateFunction odds = t -> f.value(limit / (1 + Math.exp(-t)));
        List<Double> roots = new ArrayList<>();
        double left = -ODDS;
        double before = odds.value(left);
        for (int i = 1; i <= SCAN; i++) {
            double right = ODDS * (2.0 * i / SCAN - 1);
            double after = odds.value(right);
            if (before < 0 != after < 0) {
                roots.add(limit / (1 + Math.exp(-new BrentSolver(1e-14, 1e-14).solve(200, odds, left, right))));
            }
            left = right;
            before = after;
        }
        return roots;
    }
}
