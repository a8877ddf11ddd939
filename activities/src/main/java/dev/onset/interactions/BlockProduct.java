package dev.onset.interactions;

import java.util.Arrays;

/**
 * A small square matrix times many vectors at once. The loops run over the vectors, so that the compiler turns them into
 * vector instructions, and take several terms of a sum each, so that partial sums are seldom written. The terms of one sum
 * are added in one order, from zero, whatever the number of vectors: results are equal to the bit.
 */
final class BlockProduct {
    /** Fewer vectors than this are multiplied one by one. */
    private static final int FEWEST = 4;

    private BlockProduct() {}

    /**
     * Component r of vector c becomes the sum over t of matrix(r, t) times component t of vector c.
     *
     * @param matrix order x order, row-major
     * @param x component t of vector c at {@code x[t][c]}
     * @param products the products, in the same arrangement
     */
    static void multiply(double[] matrix, double[][] x, double[][] products) {
        int order = x.length;
        if (x[0].length < FEWEST) {
            oneByOne(matrix, x, products);
        } else {
            for (int r = 0; r < order; r++) {
                row(matrix, r * order, x, products[r]);
            }
        }
    }

    private static void oneByOne(double[] matrix, double[][] x, double[][] products) {
        int order = x.length;
        for (int c = 0; c < x[0].length; c++) {
            for (int r = 0; r < order; r++) {
                double sum = 0;
                for (int t = 0; t < order; t++) {
                    sum += matrix[r * order + t] * x[t][c];
                }
                products[r][c] = sum;
            }
        }
    }

    private static void row(double[] m, int at, double[][] x, double[] sum) {
        Arrays.fill(sum, 0);
        int t = x.length % 4;
        switch (t) {
            case 1 -> add1(x[0], m[at], sum);
            case 2 -> add2(x[0], x[1], m[at], m[at + 1], sum);
            case 3 -> add3(x[0], x[1], x[2], m[at], m[at + 1], m[at + 2], sum);
            default -> {
                // four at a time from the first
            }
        }
        for (; t < x.length; t += 4) {
            int a = at + t;
            add4(x[t], x[t + 1], x[t + 2], x[t + 3], m[a], m[a + 1], m[a + 2], m[a + 3], sum);
        }
    }

    private static void add1(double[] x0, double m0, double[] sum) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] += m0 * x0[c];
        }
    }

    private static void add2(double[] x0, double[] x1, double m0, double m1, double[] sum) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] = (sum[c] + m0 * x0[c]) + m1 * x1[c];
        }
    }

    private static void add3(double[] x0, double[] x1, double[] x2, double m0, double m1, double m2, double[] sum) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] = ((sum[c] + m0 * x0[c]) + m1 * x1[c]) + m2 * x2[c];
        }
    }

    private static void add4(
            double[] x0,
            double[] x1,
            double[] x2,
            double[] x3,
            double m0,
            double m1,
            double m2,
            double m3,
            double[] sum) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] = (((sum[c] + m0 * x0[c]) + m1 * x1[c]) + m2 * x2[c]) + m3 * x3[c];
        }
    }
}
