package dev.onset.interactions;

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
     * @param x component t of vector c at {@code t * count + c}; the products follow behind all vectors, in the same arrangement
     */
    static void multiply(double[] matrix, int order, int count, double[] x) {
        int products = order * count;
        if (count < FEWEST) {
            oneByOne(matrix, order, count, x);
        } else {
            for (int r = 0; r < order; r++) {
                row(matrix, r * order, order, count, x, products + r * count);
            }
        }
    }

    private static void oneByOne(double[] matrix, int order, int count, double[] x) {
        for (int c = 0; c < count; c++) {
            for (int r = 0; r < order; r++) {
                double sum = 0;
                for (int t = 0; t < order; t++) {
                    sum += matrix[r * order + t] * x[t * count + c];
                }
                x[(order + r) * count + c] = sum;
            }
        }
    }

    private static void row(double[] m, int at, int order, int count, double[] x, int to) {
        int t;
        if (order >= 3) {
            set3(x, count, m[at], m[at + 1], m[at + 2], to);
            t = 3;
        } else if (order == 2) {
            set2(x, count, m[at], m[at + 1], to);
            t = 2;
        } else {
            set1(x, count, m[at], to);
            t = 1;
        }
        for (; t + 3 < order; t += 4) {
            add4(x, t * count, count, m[at + t], m[at + t + 1], m[at + t + 2], m[at + t + 3], to);
        }
        for (; t + 1 < order; t += 2) {
            add2(x, t * count, count, m[at + t], m[at + t + 1], to);
        }
        if (t < order) {
            add1(x, t * count, count, m[at + t], to);
        }
    }

    private static void set1(double[] x, int count, double m0, int to) {
        for (int c = 0; c < count; c++) {
            x[to + c] = 0.0 + m0 * x[c];
        }
    }

    private static void set2(double[] x, int count, double m0, double m1, int to) {
        for (int c = 0; c < count; c++) {
            x[to + c] = (0.0 + m0 * x[c]) + m1 * x[count + c];
        }
    }

    private static void set3(double[] x, int count, double m0, double m1, double m2, int to) {
        int second = 2 * count;
        for (int c = 0; c < count; c++) {
            x[to + c] = ((0.0 + m0 * x[c]) + m1 * x[count + c]) + m2 * x[second + c];
        }
    }

    private static void add1(double[] x, int from, int count, double m0, int to) {
        for (int c = 0; c < count; c++) {
            x[to + c] += m0 * x[from + c];
        }
    }

    private static void add2(double[] x, int from, int count, double m0, double m1, int to) {
        int f1 = from + count;
        for (int c = 0; c < count; c++) {
            x[to + c] = (x[to + c] + m0 * x[from + c]) + m1 * x[f1 + c];
        }
    }

    private static void add4(double[] x, int from, int count, double m0, double m1, double m2, double m3, int to) {
        int f1 = from + count;
        int f2 = f1 + count;
        int f3 = f2 + count;
        for (int c = 0; c < count; c++) {
            x[to + c] = (((x[to + c] + m0 * x[from + c]) + m1 * x[f1 + c]) + m2 * x[f2 + c]) + m3 * x[f3 + c];
        }
    }
}
