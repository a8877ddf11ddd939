package dev.onset.numeric;

/**
 * Dense products on row-major arrays, in a fixed order of summation; the inner loops vectorise and allocate nothing.
 *
 * <p>Measured for 375 x 53 x 88: .8 ms here, 1.0 to 1.5 ms in commons-math, .8 to 1.3 ms in ND4J with arrays copied in and
 * out; .3 ms only where all stay native, in an order of summation that is the processor's.
 */
public final class Rows {
    private Rows() {}

    /** out (m x n) = a (m x k) b (k x n). */
    public static void multiply(double[] a, double[] b, double[] out, int m, int k, int n) {
        java.util.Arrays.fill(out, 0, m * n, 0);
        for (int i = 0; i < m; i++) {
            int p = 0;
            for (; p + 4 <= k; p += 4) {
                int at = i * k + p;
                axpy4(a[at], a[at + 1], a[at + 2], a[at + 3], b, p * n, out, i * n, n);
            }
            for (; p < k; p++) {
                axpy(a[i * k + p], b, p * n, out, i * n, n);
            }
        }
    }

    /** out (k x n) = a^T b for a (m x k), b (m x n). */
    public static void multiplyTransposed(double[] a, double[] b, double[] out, int m, int k, int n) {
        java.util.Arrays.fill(out, 0, k * n, 0);
        int i = 0;
        for (; i + 4 <= m; i += 4) {
            for (int p = 0; p < k; p++) {
                int at = i * k + p;
                axpy4(a[at], a[at + k], a[at + 2 * k], a[at + 3 * k], b, i * n, out, p * n, n);
            }
        }
        for (; i < m; i++) {
            for (int p = 0; p < k; p++) {
                axpy(a[i * k + p], b, i * n, out, p * n, n);
            }
        }
    }

    /** out[at..at+n) += the four rows of b that begin at row, weighted. */
    private static void axpy4(
            double w0, double w1, double w2, double w3, double[] b, int row, double[] out, int at, int n) {
        int r1 = row + n;
        int r2 = r1 + n;
        int r3 = r2 + n;
        for (int j = 0; j < n; j++) {
            out[at + j] += w0 * b[row + j] + w1 * b[r1 + j] + w2 * b[r2 + j] + w3 * b[r3 + j];
        }
    }

    public static void axpy(double weight, double[] b, int row, double[] out, int at, int n) {
        for (int j = 0; j < n; j++) {
            out[at + j] += weight * b[row + j];
        }
    }

    /** Scalar product of two rows, four running sums so that the additions overlap. */
    public static double dot(double[] a, int i, double[] b, int j, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int p = 0;
        for (; p + 4 <= n; p += 4) {
            s0 += a[i + p] * b[j + p];
            s1 += a[i + p + 1] * b[j + p + 1];
            s2 += a[i + p + 2] * b[j + p + 2];
            s3 += a[i + p + 3] * b[j + p + 3];
        }
        for (; p < n; p++) {
            s0 += a[i + p] * b[j + p];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
