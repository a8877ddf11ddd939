package dev.onset.grokking;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;
import org.jspecify.annotations.Nullable;

/**
 * The adaptive-kernel equations of the cubic teacher, solved for the mean discrepancy (b, c).
 *
 * <p>With h1 = 2q/sqrt(pi A), h3 = -4q^3/sqrt(6 pi A^3) and Qt_jk = sigma_a^2 &lt;h_j h_k&gt; over exp(-S)/Z, the fixed
 * point is (b, sqrt6 c) = (sigma^2/n) [Qt + (sigma^2/n) I]^-1 (1, sqrt6 eps). Root finding is Levenberg and Marquardt's
 * on the two residuals with the exact Jacobian, continued from large noise downwards; damped iteration oscillates in the
 * mixed phase.
 *
 * <p>Corrections to the print of arXiv 2310.03789: Qt_11 holds 4 q^2/(pi A), not 2 q^2/(pi A), and the closure carries the
 * factor sigma^2/n. With the printed 2 the transition at eps = -.3 falls at sigma^2 = .206, u = 23.0; with 4 at .179, u =
 * 30.7, where the paper's own figure has it. {@link #withFirstCoefficient} keeps the printed form for comparison.
 *
 * <p>Immutable, safe for several threads; a path makes steps of 3 % in the noise, each under a millisecond.
 */
public final class AdaptiveKernel {
    /** Overlaps are integrated over [-LIMIT, LIMIT]. */
    public static final double LIMIT = 2.5;

    private static final int POINTS = 4001;
    private static final double START_NOISE = 4;
    private static final double STEP = 0.97;
    private static final double SQRT6 = Math.sqrt(6);

    private final double firstCoefficient;

    /** The corrected equations. */
    public AdaptiveKernel() {
        this(4);
    }

    private AdaptiveKernel(double firstCoefficient) {
        this.firstCoefficient = firstCoefficient;
    }

    /** The equations with another coefficient in Qt_11, 2 being the printed one. */
    static AdaptiveKernel withFirstCoefficient(double coefficient) {
        return new AdaptiveKernel(coefficient);
    }

    /**
     * The solution on the branch that comes down from large noise.
     *
     * @throws OnsetException INTERNAL when the root finder fails, with the place where it did
     */
    public CubicSolution solve(CubicSettings settings) {
        return path(settings, List.of(settings.noise())).get(0);
    }

    /** Solutions at several noises, in the order given; falling noises share one continued path, a rise starts it again. */
    public List<CubicSolution> path(CubicSettings settings, List<Double> noises) {
        List<CubicSolution> solutions = new ArrayList<>();
        double noise = Double.NEGATIVE_INFINITY;
        double[] at = {1, settings.eps()};
        for (double target : noises) {
            if (noise < target) {
                noise = Math.max(START_NOISE, target);
                at = root(settings.withNoise(noise), new double[] {1, settings.eps()});
            }
            while (noise > target) {
                noise = Math.max(target, noise * STEP);
                at = root(settings.withNoise(noise), at);
            }
            solutions.add(describe(settings.withNoise(target), at[0], at[1]));
        }
        return List.copyOf(solutions);
    }

    private double[] root(CubicSettings settings, double[] start) {
        try {
            var optimum = new LevenbergMarquardtOptimizer()
                    .withCostRelativeTolerance(1e-15)
                    .withParameterRelativeTolerance(1e-14)
                    .withOrthoTolerance(0)
                    .optimize(new LeastSquaresBuilder()
                            .start(start)
                            .target(new double[2])
                            .model(point -> residual(settings, point))
                            .checker((iteration, previous, current) -> current.getCost() < 1e-13)
                            .maxEvaluations(400)
                            .maxIterations(400)
                            .build());
            if (!(optimum.getCost() < 1e-8)) {
                throw failed(settings, optimum.getCost(), null);
            }
            return optimum.getPoint().toArray();
        } catch (MathIllegalStateException e) {
            throw failed(settings, Double.NaN, e);
        }
    }

    private static OnsetException failed(CubicSettings settings, double residual, @Nullable Throwable cause) {
        return new OnsetException(
                ErrorCode.INTERNAL,
                "adaptive-kernel equations: no root at sigma2 = " + settings.noise() + ", eps = " + settings.eps()
                        + " (residual " + residual + "); no theory was written for this point",
                cause);
    }

    /** rhs(b, c) - (b, c) and its Jacobian. */
    private Pair<RealVector, RealMatrix> residual(CubicSettings s, RealVector point) {
        double b = point.getEntry(0);
        double c = point.getEntry(1);
        double[][] m = moments(s, b, c);
        double ridge = s.noise() / s.samples();
        double q11 = m[0][0] + ridge;
        double q13 = m[0][1];
        double q33 = m[0][2] + ridge;
        double y3 = SQRT6 * s.eps();
        double det = q11 * q33 - q13 * q13;
        double first = ridge * (q33 - q13 * y3) / det;
        double third = ridge * (q11 * y3 - q13) / det;
        RealMatrix jacobian = new Array2DRowRealMatrix(2, 2);
        for (int k = 0; k < 2; k++) {
            // d(M^-1 y) = -M^-1 dM M^-1 y
            double[] dm = m[k + 1];
            double t1 = dm[0] * first + dm[1] * third;
            double t3 = dm[1] * first + dm[2] * third;
            jacobian.setEntry(0, k, -(q33 * t1 - q13 * t3) / det - (k == 0 ? 1 : 0));
            jacobian.setEntry(1, k, -(q11 * t3 - q13 * t1) / det / SQRT6 - (k == 1 ? 1 : 0));
        }
        return new Pair<>(new ArrayRealVector(new double[] {first - b, third / SQRT6 - c}), jacobian);
    }

    /** Row 0: Qt_11, Qt_13, Qt_33; rows 1 and 2: their derivatives by b and c. */
    private double[][] moments(CubicSettings s, double b, double c) {
        OverlapAction action = new OverlapAction(s, b, c);
        double lowest = lowest(action);
        double[][] sums = new double[3][3];
        double[] meanGradient = new double[2];
        double[] gradient = new double[2];
        double z = 0;
        // even integrand: half the range, q = 0 once and the rest twice
        for (int i = 0; i <= POINTS / 2; i++) {
            double q = LIMIT * i / (POINTS / 2);
            double weight = (i == 0 ? 1 : 2) * Math.exp(lowest - action.at(q));
            double a = s.baseA() + 2 * q * q;
            double h1h1 = firstCoefficient * q * q / (Math.PI * a);
            double h1h3 = -8 * q * q * q * q / (Math.PI * SQRT6 * a * a);
            double h3h3 = 16 * q * q * q * q * q * q / (6 * Math.PI * a * a * a);
            action.gradient(q, gradient);
            z += weight;
            meanGradient[0] += weight * gradient[0];
            meanGradient[1] += weight * gradient[1];
            add(sums[0], weight, h1h1, h1h3, h3h3);
            add(sums[1], weight * gradient[0], h1h1, h1h3, h3h3);
            add(sums[2], weight * gradient[1], h1h1, h1h3, h3h3);
        }
        for (int k = 0; k < 2; k++) {
            for (int j = 0; j < 3; j++) {
                sums[k + 1][j] = s.outputVariance() * (meanGradient[k] * sums[0][j] / z - sums[k + 1][j]) / z;
            }
        }
        for (int j = 0; j < 3; j++) {
            sums[0][j] *= s.outputVariance() / z;
        }
        return sums;
    }

    private static void add(double[] sums, double weight, double h1h1, double h1h3, double h3h3) {
        sums[0] += weight * h1h1;
        sums[1] += weight * h1h3;
        sums[2] += weight * h3h3;
    }

    private static double lowest(OverlapAction action) {
        double lowest = 0;
        for (int i = 1; i <= POINTS / 2; i++) {
            lowest = Math.min(lowest, action.at(LIMIT * i / (POINTS / 2)));
        }
        return lowest;
    }

    private static CubicSolution describe(CubicSettings settings, double b, double c) {
        OverlapAction action = new OverlapAction(settings, b, c);
        double lowest = lowest(action);
        double z = 0;
        double far = 0;
        for (int i = 0; i <= POINTS / 2; i++) {
            double q = LIMIT * i / (POINTS / 2);
            double weight = (i == 0 ? 1 : 2) * Math.exp(lowest - action.at(q));
            z += weight;
            far += q > CubicSolution.FAR ? weight : 0;
        }
        double spacing = 2 * LIMIT / (POINTS - 1);
        return new CubicSolution(settings, b, c, far / z, Math.log(z * spacing) - lowest);
    }
}
