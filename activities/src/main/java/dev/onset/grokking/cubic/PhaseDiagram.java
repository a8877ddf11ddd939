package dev.onset.grokking.cubic;

import dev.onset.contracts.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * The phase diagram in (u, eps) of arXiv 2310.03789, section 3, as beta goes to infinity, where c = eps and only r = |eps|/b
 * matters.
 *
 * <p>With g = q^2/A in [0, 1/2) the driving term is g (1 + 2 r g)^2 against the cost A0 g/(1-2g). At given b the lines are:
 * the transition u_c = u_sp/M(r) (far minima as deep as q = 0), the appearance of the far minima below it, and u_sp, where
 * q = 0 ceases to be a minimum. They meet at the tricritical point r = 1/2, that is eps = -b/2, u = A0 pi/(4 sigma_w^2
 * b^2); for smaller |eps| the transition is continuous, at u_sp.
 */
public final class PhaseDiagram {
    private PhaseDiagram() {}

    /** The lines at fixed b, one entry an eps; eps must not be positive. */
    public static List<Lines> atFixed(CubicSettings sizes, double b, List<Double> eps) {
        Require.positive("b", b);
        List<Lines> lines = new ArrayList<>();
        for (double e : eps) {
            Require.that(e <= 0 && Double.isFinite(e), "eps", e, "must not be positive");
            double r = -e / b;
            double spinodal = CubicTransition.spinodal(sizes, b);
            boolean first = r > CubicTransition.TRICRITICAL_RATIO;
            lines.add(new Lines(
                    e,
                    first ? spinodal / appearanceRatio(r) : spinodal,
                    first ? spinodal / CubicTransition.depthRatio(r) : spinodal,
                    spinodal,
                    first));
        }
        return List.copyOf(lines);
    }

    /** The tricritical point at fixed b. */
    public static TricriticalPoint tricritical(CubicSettings sizes, double b) {
        Require.positive("b", b);
        return new TricriticalPoint(-CubicTransition.TRICRITICAL_RATIO * b, CubicTransition.spinodal(sizes, b));
    }

    /**
     * u_sp over the u at which the far minima appear: the largest slope of the drive relative to that of the cost, max over
     * g of (1-2g)^2 (1 + 2rg)(1 + 6rg), in closed form from the derivative's quadratic.
     */
    static double appearanceRatio(double r) {
        // the derivative over (1-2g) is (8r-4) + (24r^2-48r) g - 96r^2 g^2
        double a = 96 * r * r;
        double b = 48 * r - 24 * r * r;
        double c = 4 - 8 * r;
        double g = (-b + Math.sqrt(b * b - 4 * a * c)) / (2 * a);
        double rest = 1 - 2 * g;
        return rest * rest * (1 + 2 * r * g) * (1 + 6 * r * g);
    }

    /**
     * The lines at one eps.
     *
     * @param appearance u at which far minima appear
     * @param transition u at which they are as deep as q = 0
     * @param spinodal u at which q = 0 ceases to be a minimum
     * @param firstOrder whether the three differ
     */
    public record Lines(double eps, double appearance, double transition, double spinodal, boolean firstOrder) {}

    /** Where the transition turns continuous. */
    public record TricriticalPoint(double eps, double u) {}
}
