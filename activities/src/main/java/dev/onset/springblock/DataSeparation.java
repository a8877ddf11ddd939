package dev.onset.springblock;

import java.util.Arrays;
import java.util.Optional;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * How well classes are apart in one layer (arXiv 2407.19353): D = log Tr(SSW pinv(SSB)), SSB and SSW the covariances between
 * and within classes.
 *
 * <p>Why no pseudo-inverse of a matrix of the layer's width is formed: SSB = M M^T, the columns of M being the class means
 * less the mean, weighted. The eigenvectors u = M v / sqrt(lambda) of SSB come from those v of the small M^T M, and
 * Tr(SSW pinv(SSB)) is the sum of u^T SSW u / lambda over eigenvalues above rounding.
 *
 * @param value D
 * @param ratio log Tr SSW - log Tr SSB, which is logged beside it
 */
record DataSeparation(double value, double ratio) {
    /** Singular values below this share of the largest are rounding. */
    private static final double TOLERANCE = 1e-6;

    /**
     * The separation of rows with labels; empty where it does not exist: the classes have one mean, no spread, or values that
     * are not finite.
     *
     * @param rows n x width, row-major
     * @param labels 0..classes-1
     */
    static Optional<DataSeparation> of(double[] rows, int[] labels, int width, int classes) {
        int n = labels.length;
        int[] counts = new int[classes];
        double[] means = new double[classes * width];
        double[] mean = new double[width];
        for (int i = 0; i < n; i++) {
            counts[labels[i]]++;
            for (int j = 0; j < width; j++) {
                means[labels[i] * width + j] += rows[i * width + j];
                mean[j] += rows[i * width + j];
            }
        }
        double between = 0;
        double[] columns = new double[classes * width];
        for (int k = 0; k < classes; k++) {
            for (int j = 0; j < width; j++) {
                means[k * width + j] /= Math.max(1, counts[k]);
                double off = counts[k] == 0 ? 0 : means[k * width + j] - mean[j] / n;
                columns[k * width + j] = Math.sqrt((double) counts[k] / n) * off;
                between += columns[k * width + j] * columns[k * width + j];
            }
        }
        double within = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < width; j++) {
                double off = rows[i * width + j] - means[labels[i] * width + j];
                within += off * off / n;
            }
        }
        if (!(between > 0 && within > 0 && Double.isFinite(between + within))) {
            return Optional.empty();
        }
        double trace = trace(rows, labels, means, columns, width, classes);
        return trace > 0 && Double.isFinite(trace)
                ? Optional.of(new DataSeparation(Math.log(trace), Math.log(within) - Math.log(between)))
                : Optional.empty();
    }

    private static double trace(double[] rows, int[] labels, double[] means, double[] columns, int width, int classes) {
        EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(gram(columns, width, classes));
        double largest = eigen.getEigenvalue(0);
        double[] u = new double[width];
        double trace = 0;
        for (int e = 0; e < classes; e++) {
            double lambda = eigen.getEigenvalue(e);
            if (lambda <= TOLERANCE * largest) {
                continue;
            }
            Arrays.fill(u, 0);
            for (int k = 0; k < classes; k++) {
                double v = eigen.getV().getEntry(k, e) / Math.sqrt(lambda);
                for (int j = 0; j < width; j++) {
                    u[j] += v * columns[k * width + j];
                }
            }
            double spread = 0;
            for (int i = 0; i < labels.length; i++) {
                double along = 0;
                for (int j = 0; j < width; j++) {
                    along += u[j] * (rows[i * width + j] - means[labels[i] * width + j]);
                }
                spread += along * along;
            }
            trace += spread / labels.length / lambda;
        }
        return trace;
    }

    private static RealMatrix gram(double[] columns, int width, int classes) {
        RealMatrix gram = MatrixUtils.createRealMatrix(classes, classes);
        for (int a = 0; a < classes; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    sum += columns[a * width + j] * columns[b * width + j];
                }
                gram.setEntry(a, b, sum);
                gram.setEntry(b, a, sum);
            }
        }
        return gram;
    }
}
