package dev.onset.phases;

import dev.onset.pulse.Pulse;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Least squares of a straight line and of continuous lines with one and two breaks, the breaks at interior checkpoints, every
 * choice of breaks tried. With the line projected out, a hinge max(0, x - x_i) is a vector h_i, and the residual falls by
 * b' G^-1 b with b = h'y and G = h'h restricted to the breaks: one 1x1 or 2x2 system a choice. Times are fixed at construction,
 * so many series can be fitted cheaply.
 */
final class BrokenLines {
    /** Coefficients and break positions of the line and of one and two breaks. */
    static final int[] PARAMETERS = {2, 4, 6};

    /** Residuals below this share of the largest value are rounding, not evidence. */
    private static final double ROUNDING = 1e-10;

    private final double[] flat;
    private final double[] slope;
    private final double[][] hinges;
    private final double[][] gram;

    BrokenLines(double[] x) {
        int points = x.length;
        flat = new double[points];
        Arrays.fill(flat, 1 / Math.sqrt(points));
        slope = x.clone();
        subtract(slope, flat);
        normalise(slope);
        int inner = Math.max(0, points - 2);
        hinges = new double[inner][points];
        gram = new double[inner][inner];
        for (int i = 0; i < inner; i++) {
            for (int t = 0; t < points; t++) {
                hinges[i][t] = Math.max(0, x[t] - x[i + 1]);
            }
            projectOutLine(hinges[i]);
            for (int j = 0; j <= i; j++) {
                gram[i][j] = dot(hinges[i], hinges[j]);
            }
        }
    }

    /**
     * The three fits of one series. A broken line needs more checkpoints than parameters; where there are fewer its BIC is
     * empty.
     */
    LineFits fit(double[] y) {
        Pulse.current().tick();
        int points = y.length;
        double[] r = y.clone();
        projectOutLine(r);
        double[] b = new double[hinges.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = dot(hinges[i], r);
        }
        int one = -1;
        double gainOne = -1;
        int first = -1;
        int second = -1;
        double gainTwo = -1;
        for (int j = 0; j < b.length; j++) {
            double alone = b[j] * b[j] / gram[j][j];
            if (alone > gainOne) {
                gainOne = alone;
                one = j;
            }
            for (int i = 0; i < j; i++) {
                double both = (b[i] * b[i] * gram[j][j] - 2 * b[i] * b[j] * gram[j][i] + b[j] * b[j] * gram[i][i])
                        / (gram[i][i] * gram[j][j] - gram[j][i] * gram[j][i]);
                if (both > gainTwo) {
                    gainTwo = both;
                    first = i;
                    second = j;
                }
            }
        }
        double floor = floor(y);
        return new LineFits(
                bic(points, dot(r, r), floor, 0),
                points > PARAMETERS[1]
                        ? OptionalDouble.of(bic(points, residual(r, one, -1), floor, 1))
                        : OptionalDouble.empty(),
                points > PARAMETERS[2]
                        ? OptionalDouble.of(bic(points, residual(r, first, second), floor, 2))
                        : OptionalDouble.empty(),
                one + 1,
                first + 1,
                second + 1);
    }

    /** Residual sum of squares with the hinges projected out one after the other: no cancellation, unlike the gains. */
    private double residual(double[] lineResidual, int first, int second) {
        double[] r = lineResidual.clone();
        double[] h = hinges[first].clone();
        normalise(h);
        subtract(r, h);
        if (second >= 0) {
            double[] g = hinges[second].clone();
            subtract(g, h);
            normalise(g);
            subtract(r, g);
        }
        return dot(r, r);
    }

    private static double floor(double[] y) {
        double largest = 1e-100;
        for (double v : y) {
            largest = Math.max(largest, Math.abs(v));
        }
        return y.length * ROUNDING * ROUNDING * largest * largest;
    }

    /** BIC = K ln(RSS / K) + p ln K (Schwarz 1978, Gaussian errors, constants dropped). */
    private static double bic(int points, double rss, double floor, int breaks) {
        return points * StrictMath.log(Math.max(rss, floor) / points) + PARAMETERS[breaks] * StrictMath.log(points);
    }

    private void projectOutLine(double[] v) {
        subtract(v, flat);
        subtract(v, slope);
    }

    /** Takes the part along a unit vector out, twice, against rounding. */
    private static void subtract(double[] v, double[] unit) {
        for (int pass = 0; pass < 2; pass++) {
            double along = dot(v, unit);
            for (int t = 0; t < v.length; t++) {
                v[t] -= along * unit[t];
            }
        }
    }

    private static void normalise(double[] v) {
        double norm = Math.sqrt(dot(v, v));
        for (int t = 0; t < v.length; t++) {
            v[t] = norm > 0 ? v[t] / norm : 0;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int t = 0; t < a.length; t++) {
            sum += a[t] * b[t];
        }
        return sum;
    }
}
