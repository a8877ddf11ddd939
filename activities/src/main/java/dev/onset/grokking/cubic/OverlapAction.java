package dev.onset.grokking.cubic;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.analysis.solvers.BrentSolver;

/**
 * The action of one neuron's overlap q = w.w* with the teacher's direction (arXiv 2310.03789, eq. 8 reduced to q):
 *
 * <p>S(q) = d [ q^2/(2 sigma_w^2) - (2u/pi) (q^2/A) (b - 2 c q^2/A)^2 ], A = 1 + 2 (sigma_w^2 + q^2),
 *
 * <p>where b H1 + c H3 is the mean discrepancy. Even in q; density exp(-S)/Z.
 */
public final class OverlapAction {
    private static final double SMALLEST_OVERLAP = 1e-4;
    private static final double PRECISION = 1e-14;

    private final double dimension;
    private final double inputVariance;
    private final double u;
    private final double b;
    private final double c;

    public OverlapAction(CubicSettings settings, double b, double c) {
        dimension = settings.dimension();
        inputVariance = settings.inputVariance();
        u = settings.interaction();
        this.b = b;
        this.c = c;
    }

    /** S(q), with S(0) = 0. */
    public double at(double q) {
        double x = q * q / (1 + 2 * (inputVariance + q * q));
        double drive = b - 2 * c * x;
        return dimension * (q * q / (2 * inputVariance) - 2 * u / Math.PI * x * drive * drive);
    }

    /** dS/db and dS/dc at q, into out[0] and out[1]. */
    void gradient(double q, double[] out) {
        double x = q * q / (1 + 2 * (inputVariance + q * q));
        out[0] = -dimension * 4 * u / Math.PI * x * (b - 2 * c * x);
        out[1] = -2 * x * out[0];
    }

    /** Whether q = 0 is a minimum: u below u_sp = A0 pi / (4 sigma_w^2 b^2). */
    public boolean stableAtZero() {
        double a0 = 1 + 2 * inputVariance;
        return 4 * inputVariance * b * b * u < a0 * Math.PI;
    }

    /**
     * Minima and maxima at q &gt; 0, in order of q. With s = q^2 the derivative dS/ds is scanned for changes of sign and
     * each is refined by Brent's method.
     */
    public List<Extremum> positiveExtrema(double limit) {
        List<Extremum> found = new ArrayList<>();
        int steps = 4000;
        double width = limit / steps;
        double before = slope(SMALLEST_OVERLAP);
        for (int i = 1; i <= steps; i++) {
            double right = i * width;
            double after = slope(right);
            if (before < 0 != after < 0) {
                double q = new BrentSolver(PRECISION)
                        .solve(100, this::slope, Math.max(right - width, SMALLEST_OVERLAP), right);
                found.add(new Extremum(q, at(q), before < 0));
            }
            before = after;
        }
        return List.copyOf(found);
    }

    /** dS/d(q^2). */
    private double slope(double q) {
        double a0 = 1 + 2 * inputVariance;
        double a = a0 + 2 * q * q;
        double x = q * q / a;
        double drive = b - 2 * c * x;
        double dx = a0 / (a * a);
        return dimension * (1 / (2 * inputVariance) - 2 * u / Math.PI * dx * (drive * drive - 4 * c * x * drive));
    }

    /**
     * A stationary point of the action.
     *
     * @param q overlap, positive
     * @param action S(q), relative to S(0)
     * @param minimum a minimum rather than a barrier
     */
    public record Extremum(double q, double action, boolean minimum) {}
}
