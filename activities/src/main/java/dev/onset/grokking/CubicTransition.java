package dev.onset.grokking;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * The first-order transition of the cubic teacher in closed form, exact as beta goes to infinity.
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

    private static final int SCAN = 2000;

    /**
     * The transition met first as noise falls at the sizes given; their noise is not used.
     *
     * @throws OnsetException STUDY_INVALID when eps is not negative, so that there is no first-order transition
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
        if (!(eps < 0)) {
            throw none(eps, "a first-order transition needs eps of opposite sign to the linear part, that is eps < 0");
        }
        List<Double> roots = roots(b -> b - predicted(sizes, b, coefficient), Math.min(1, -eps / TRICRITICAL_RATIO));
        if (roots.isEmpty()) {
            throw none(eps, "at these sizes |eps|/b stays at or below the tricritical 1/2");
        }
        CubicTransition first = null;
        for (double b : roots) {
            CubicTransition here = at(sizes, b);
            if (first == null || here.noise > first.noise) {
                first = here;
            }
        }
        if (first == null) {
            throw none(eps, "no root");
        }
        return first;
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

    private static double noiseAt(CubicSettings sizes, double u) {
        return sizes.samples() * Math.sqrt(sizes.outputVariance() / (u * sizes.dimension() * sizes.width()));
    }

    /** The discrepancy that the transition at b would have. */
    private static double predicted(CubicSettings sizes, double b, double coefficient) {
        double s = noiseAt(sizes, critical(sizes, b)) / sizes.samples();
        double spread = sizes.inputVariance() / sizes.dimension() / (1 - 1 / depthRatio(-sizes.eps() / b));
        return s / (s + coefficient * sizes.outputVariance() * spread / (Math.PI * sizes.baseA()));
    }

    private static CubicTransition at(CubicSettings sizes, double b) {
        double u = critical(sizes, b);
        double r = -sizes.eps() / b;
        double g = (2 * r - 1) / (6 * r);
        double overlap = Math.sqrt(sizes.baseA() * g / (1 - 2 * g));
        return new CubicTransition(sizes.eps(), noiseAt(sizes, u), u, b, overlap, spinodal(sizes, b));
    }

    private static List<Double> roots(UnivariateFunction f, double limit) {
        List<Double> roots = new ArrayList<>();
        double left = limit * 1e-4;
        double before = f.value(left);
        for (int i = 1; i <= SCAN; i++) {
            double right = limit * (1e-4 + (1 - 2e-4) * i / SCAN);
            double after = f.value(right);
            if (before < 0 != after < 0) {
                roots.add(new BrentSolver(1e-14, 1e-14).solve(200, f, left, right));
            }
            left = right;
            before = after;
        }
        return roots;
    }

    private static OnsetException none(double eps, String why) {
        return new OnsetException(
                ErrorCode.STUDY_INVALID, "grokking: eps is " + eps + "; " + why + "; nothing was run");
    }
}
