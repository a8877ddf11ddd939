package dev.onset.theory;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.interactions.Transforms;

/**
 * The interactions that a noisy learner finds, as a linear map of the true ones: w_hat = M w*, M = (J^T J + 2^n diag(2^|T|
 * sigma^2))^-1 J^T J, J_T(x_S) = 1(T within S) on all 2^n masked samples (arXiv 2407.19198, theorem 2).
 *
 * <p>Exact in O(n 2^n) instead of O(8^n): J^T J is the n-fold Kronecker power of A = [[2,1],[1,1]] and the penalty sigma^2
 * times that of D = diag(2,4). With D^-1/2 A D^-1/2 = Q diag(l1, l2) Q^T, l = (5 -+ sqrt 17) / 8, both become diagonal:
 * transform by (Q^T D^1/2), multiply entry a of j set bits by L / (L + sigma^2), L = l1^(n-j) l2^j, transform back by
 * (D^-1/2 Q). Bit 0 of Q's columns is the larger eigenvalue here.
 *
 * <p>The same map serves OR interactions, which are AND interactions of the game with presence and absence exchanged.
 */
public final class Denoiser {
    private static final double LARGER = (5 + Math.sqrt(17)) / 8;
    private static final double SMALLER = (5 - Math.sqrt(17)) / 8;
    private static final double ROOT2 = Math.sqrt(2);

    /** Eigenvector (p, q) of the larger eigenvalue of D^-1/2 A D^-1/2 = [[1, 1/sqrt 8], [1/sqrt 8, 1/4]]; the other is (-q, p). */
    private static final double P;

    private static final double Q;

    static {
        double ratio = (LARGER - 1) * Math.sqrt(8);
        P = 1 / Math.sqrt(1 + ratio * ratio);
        Q = ratio * P;
    }

    private Denoiser() {}

    /**
     * Coordinates in which the map is diagonal, in place.
     *
     * @param w effects by coalition, length 2^n
     */
    static void toDiagonal(double[] w) {
        // rows of Q^T D^1/2
        Transforms.kronecker(w, P * ROOT2, Q * 2, -Q * ROOT2, P * 2);
    }

    /** From {@link #toDiagonal}'s coordinates back to effects, in place. */
    static void fromDiagonal(double[] z) {
        // rows of D^-1/2 Q
        Transforms.kronecker(z, P / ROOT2, -Q / ROOT2, Q / 2, P / 2);
    }

    /** Factor of an entry by its number of set bits, 0..n. */
    static double[] factors(int n, double sigma2) {
        if (!(sigma2 >= 0) || Double.isInfinite(sigma2)) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    "noise variance is " + sigma2
                            + ": the theory takes finite numbers of 0 or above; nothing was computed");
        }
        double[] factors = new double[n + 1];
        for (int j = 0; j <= n; j++) {
            double l = Math.pow(LARGER, n - j) * Math.pow(SMALLER, j);
            factors[j] = l / (l + sigma2);
        }
        return factors;
    }

    /**
     * Replaces w* by M w*.
     *
     * @param w effects by coalition, length 2^n; AND, or OR by their own coalition
     * @param sigma2 variance of the noise on an interaction of order 0
     */
    public static void apply(double[] w, double sigma2) {
        double[] factors = factors(Transforms.players(w), sigma2);
        toDiagonal(w);
        scale(w, w, factors);
        fromDiagonal(w);
    }

    static void scale(double[] z, double[] out, double[] factors) {
        for (int a = 0; a < z.length; a++) {
            out[a] = z[a] * factors[Integer.bitCount(a)];
        }
    }

    /** Row of M that belongs to a coalition of the first k of n players; by symmetry all rows of an order are alike. */
    public static double[] row(int n, int k, double sigma2) {
        double[] m = new double[1 << n];
        m[(1 << k) - 1] = 1;
        // M transposed: the transposes of both changes of coordinates, in reverse
        Transforms.kronecker(m, P / ROOT2, Q / 2, -Q / ROOT2, P / 2);
        scale(m, m, factors(n, sigma2));
        Transforms.kronecker(m, P * ROOT2, -Q * ROOT2, Q * 2, P * 2);
        return m;
    }

    /** Euclidean norm of M's rows by order 0..n: how strongly an interaction of that order is learned. */
    public static double[] rowNorms(int n, double sigma2) {
        double[] norms = new double[n + 1];
        for (int k = 0; k <= n; k++) {
            double sum = 0;
            for (double x : row(n, k, sigma2)) {
                sum += x * x;
            }
            norms[k] = Math.sqrt(sum);
        }
        return norms;
    }

    /**
     * Ratios r^(k) = |m_T| / |m_T'|, |T| = k, |T'| = k + 1, for k = 0..n-1: above 1 where the lower order is learned more
     * strongly.
     *
     * <p>Proposition 1 of the paper, r^(k) above 1 and growing with sigma^2, is no theorem: n = 12, k = 1, sigma^2 = 10^-7.25
     * gives 0.99974. For n up to 10 and k of at least 1 it holds wherever it was computed.
     */
    public static double[] ratios(int n, double sigma2) {
        double[] norms = rowNorms(n, sigma2);
        double[] ratios = new double[n];
        for (int k = 0; k < n; k++) {
            ratios[k] = norms[k] / norms[k + 1];
        }
        return ratios;
    }

    /** {@link #ratios} for each of several variances: {@code [variance][order]}. */
    public static double[][] ratioCurves(int n, double[] sigma2) {
        double[][] curves = new double[sigma2.length][];
        for (int i = 0; i < sigma2.length; i++) {
            curves[i] = ratios(n, sigma2[i]);
        }
        return curves;
    }
}
