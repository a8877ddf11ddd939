package dev.onset.interactions;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;

/**
 * Solves (Z Z^T + W W^T + theta I) g = r over games, theta above 0, by the blocks of the Schur basis: what takes the place of
 * {@link ExactMatching} where values may stay unexplained.
 *
 * <p>Z and W are those of {@link AndOrOperator}; the empty coalition, which they leave out, gets a unit on the diagonal. The
 * shared tables are immutable; the inverted blocks of one theta belong to one thread.
 */
final class NormalSolver {
    private final int n;
    private final SchurBasis basis;
    private final double[][] normal;

    NormalSolver(int n) {
        this.n = n;
        basis = new SchurBasis(n);
        double[] a = new double[1 << n];
        double[] o = new double[1 << n];
        normal = basis.blocksOf(x -> {
            double empty = x[0];
            x[0] = 0;
            AndOrOperator.transpose(x, a, o);
            AndOrOperator.apply(a, o);
            System.arraycopy(a, 0, x, 0, x.length);
            x[0] = empty;
        });
    }

    /** Inverse blocks of one theta. */
    double[][] inverseBlocks(double theta) {
        double[][] inverse = new double[normal.length][];
        for (int b = 0; b < normal.length; b++) {
            inverse[b] = inverse(normal[b], n - 2 * b + 1, theta);
        }
        return inverse;
    }

    /**
     * r becomes the solution; r(empty) must be zero and stays so up to rounding.
     *
     * @param rows scratch for the right side in the basis that solves it
     * @param products the same for the solution
     */
    void solve(double[] r, double[][] inverseBlocks, SchurRows rows, SchurRows products) {
        basis.forward(r, rows);
        SchurBasis.multiply(inverseBlocks, rows, products);
        basis.inverse(products, r);
        r[0] = 0;
    }

    /** Inverse of a small positive definite matrix plus theta I, by Cholesky. */
    private static double[] inverse(double[] matrix, int order, double theta) {
        double[] l = new double[order * order];
        for (int i = 0; i < order; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = (matrix[i * order + j] + matrix[j * order + i]) / 2 + (i == j ? theta : 0);
                for (int k = 0; k < j; k++) {
                    sum -= l[i * order + k] * l[j * order + k];
                }
                if (i == j && !(sum > 0)) {
                    throw new OnsetException(
                            ErrorCode.INTERNAL,
                            "normal matrix is not positive definite at order " + order + ": no result");
                }
                l[i * order + j] = i == j ? Math.sqrt(sum) : sum / l[j * order + j];
            }
        }
        double[] inverse = new double[order * order];
        double[] y = new double[order];
        for (int col = 0; col < order; col++) {
            for (int i = 0; i < order; i++) {
                double sum = i == col ? 1 : 0;
                for (int k = 0; k < i; k++) {
                    sum -= l[i * order + k] * y[k];
                }
                y[i] = sum / l[i * order + i];
            }
            for (int i = order - 1; i >= 0; i--) {
                double sum = y[i];
                for (int k = i + 1; k < order; k++) {
                    sum -= l[k * order + i] * inverse[k * order + col];
                }
                inverse[i * order + col] = sum / l[i * order + i];
            }
        }
        return inverse;
    }
}
