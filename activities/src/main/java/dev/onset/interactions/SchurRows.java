package dev.onset.interactions;

import java.util.Arrays;

/**
 * An array over coalitions in the basis of {@link SchurBasis}: component t of all copies of block b is {@code of[b][t]}.
 *
 * <p>Components are arrays of their own since the compiler makes vector instructions of loops over several arrays at one
 * index, but not of loops over parts of one array whose distance it does not know.
 */
final class SchurRows {
    final double[][][] of;

    SchurRows(int n) {
        of = new double[n / 2 + 1][][];
        for (int b = 0; b < of.length; b++) {
            of[b] = new double[n - 2 * b + 1][SchurBasis.copies(n, n - 2 * b)];
        }
    }

    void clear() {
        for (double[][] block : of) {
            for (double[] component : block) {
                Arrays.fill(component, 0);
            }
        }
    }
}
