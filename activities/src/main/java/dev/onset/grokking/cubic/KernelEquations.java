package dev.onset.grokking.cubic;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * The two adaptive-kernel equations of the cubic teacher as a residual that is zero at a solution, with its Jacobian.
 *
 * <p>With w = (b, sqrt6 c), y = (1, sqrt6 eps) and Qt_jk = sigma_a^2 &lt;h_j h_k&gt; over exp(-S)/Z, the residual is
 * (n/sigma^2) Qt w + w - y. In this form, unlike w - (sigma^2/n) [Qt + (sigma^2/n) I]^-1 y, its size has no minimum away
 * from the root where b passes through 0. Averages over q are sums over an even grid on [-2.5, 2.5] of 4,001 points.
 */
final class KernelEquations {
    private static final int HALF = 2000;
    private static final double SQRT6 = Math.sqrt(6);

    private final double firstCoefficient;

    KernelEquations(double firstCoefficient) {
        this.firstCoefficient = firstCoefficient;
    }

    /** The residual (2) and its derivatives (2 x 2) by b and c. */
    record Residual(RealVector value, RealMatrix jacobian) {}

    Residual at(CubicSettings s, double b, double c) {
        double[][] m = moments(s, b, c);
        double data = s.samples() / s.noise();
        double third = SQRT6 * c;
        double[] value = {
            data * (m[0][0] * b + m[0][1] * third) + b - 1,
            data * (m[0][1] * b + m[0][2] * third) + third - SQRT6 * s.eps()
        };
        double[][] slope = {{data * m[0][0] + 1, SQRT6 * data * m[0][1]}, {data * m[0][1], SQRT6 * (data * m[0][2] + 1)}
        };
        for (int k = 0; k < 2; k++) {
            double[] dm = m[k + 1];
            slope[0][k] += data * (dm[0] * b + dm[1] * third);
            slope[1][k] += data * (dm[1] * b + dm[2] * third);
        }
        return new Residual(new ArrayRealVector(value, false), new Array2DRowRealMatrix(slope, false));
    }

    /** Row 0: Qt_11, Qt_13, Qt_33; rows 1 and 2: their derivatives by b and c. */
    private double[][] moments(CubicSettings s, double b, double c) {
        OverlapAction action = new OverlapAction(s, b, c);
        double[] depth = depths(action);
        double lowest = lowest(depth);
        double[][] sums = new double[3][3];
        double[] meanGradient = new double[2];
        double[] gradient = new double[2];
        double z = 0;
        for (int i = 0; i <= HALF; i++) {
            double q = overlap(i);
            double weight = weight(i) * Math.exp(lowest - depth[i]);
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

    /** A root with the normaliser and the aligned share of its density. */
    static CubicSolution describe(CubicSettings settings, double b, double c) {
        double[] depth = depths(new OverlapAction(settings, b, c));
        double lowest = lowest(depth);
        double z = 0;
        double far = 0;
        for (int i = 0; i <= HALF; i++) {
            double weight = weight(i) * Math.exp(lowest - depth[i]);
            z += weight;
            far += overlap(i) > CubicSolution.FAR ? weight : 0;
        }
        return new CubicSolution(settings, b, c, far / z, Math.log(z * overlap(1)) - lowest);
    }

    private static double[] depths(OverlapAction action) {
        double[] depth = new double[HALF + 1];
        for (int i = 0; i <= HALF; i++) {
            depth[i] = action.at(overlap(i));
        }
        return depth;
    }

    private static double lowest(double[] depth) {
        double lowest = 0;
        for (double s : depth) {
            lowest = Math.min(lowest, s);
        }
        return lowest;
    }

    private static double overlap(int i) {
        return AdaptiveKernel.LIMIT * i / HALF;
    }

    /** Integrands are even: q = 0 counts once, the rest twice. */
    private static double weight(int i) {
        return i == 0 ? 1 : 2;
    }
}
