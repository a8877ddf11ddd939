package dev.onset.interactions;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;

/**
 * Linear transforms of arrays over coalitions, in place, O(n 2^n), in double precision.
 *
 * <p>An array has length 2^n, index S a little-endian bitmask. All methods are pure functions of the array's content:
 * the order of the additions is fixed, so results are equal to the bit on every run. No array is allocated.
 *
 * <p>Arrays larger than the first-level cache are treated block by block: the low levels of a block are finished while
 * it is in cache, then the high levels pass over the array two at a time.
 */
public final class Transforms {
    /** Levels that a block of 2^12 doubles (32 KiB) contains. */
    private static final int BLOCK_LEVELS = 12;

    private Transforms() {}

    /** The n of an array of length 2^n. */
    public static int players(double[] x) {
        int n = Integer.numberOfTrailingZeros(x.length);
        if (x.length == 0 || x.length != 1 << n) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    "array over coalitions has length " + x.length
                            + ", which is no power of two: nothing was computed; give one value per coalition");
        }
        return n;
    }

    /** Zeta transform over subsets: x(S) becomes the sum of x(T) over T within S. */
    public static void zetaSubsets(double[] x) {
        blockwise(x, SubsetButterflies::add);
    }

    /** Moebius transform over subsets, inverse of {@link #zetaSubsets}: sum over T within S of (-1)^(|S|-|T|) x(T). */
    public static void moebiusSubsets(double[] x) {
        blockwise(x, SubsetButterflies::subtract);
    }

    /** Zeta transform over supersets: x(T) becomes the sum of x(S) over S that contain T. Transpose of {@link #zetaSubsets}. */
    public static void zetaSupersets(double[] x) {
        blockwise(x, SupersetButterflies::add);
    }

    /** Inverse of {@link #zetaSupersets}: sum over S that contain T of (-1)^(|S|-|T|) x(S). */
    public static void moebiusSupersets(double[] x) {
        blockwise(x, SupersetButterflies::subtract);
    }

    /** Walsh-Hadamard transform, unnormalised: x(A) becomes the sum over S of (-1)^|A and S| x(S). Its own inverse up to 2^n. */
    public static void walshHadamard(double[] x) {
        kronecker(x, 1, 1, 1, -1);
    }

    /** Applies the n-fold Kronecker power of [[m00, m01], [m10, m11]]; row and column bits are "player present". */
    public static void kronecker(double[] x, double m00, double m01, double m10, double m11) {
        blockwise(
                x,
                (of, from, length, first, last) -> kroneckerLevels(of, from, length, first, last, m00, m01, m10, m11));
    }

    /** Reverses the array: index S becomes N without S. */
    public static void complement(double[] x) {
        for (int i = 0, j = x.length - 1; i < j; i++, j--) {
            double t = x[i];
            x[i] = x[j];
            x[j] = t;
        }
    }

    /**
     * AND (Harsanyi) interactions of a game: I_and(S) = sum over T within S of (-1)^(|S|-|T|) u(T).
     *
     * @return a new array; the game is left as it was
     */
    public static double[] and(double[] u) {
        double[] x = u.clone();
        moebiusSubsets(x);
        return x;
    }

    /**
     * OR interactions of a game: I_or(S) = -sum over T within S of (-1)^(|S|-|T|) u(N without T) for nonempty S, and
     * I_or(empty) = u(empty) (arXiv 2304.13312).
     *
     * @return a new array; the game is left as it was
     */
    public static double[] or(double[] u) {
        double[] x = u.clone();
        complement(x);
        moebiusSubsets(x);
        for (int s = 1; s < x.length; s++) {
            x[s] = -x[s];
        }
        x[0] = u[0];
        return x;
    }

    /**
     * The game that AND and OR interactions add up to: u(S) = sum over T within S of and(T), plus the sum over T that
     * meet S of or(T). Entry 0 of {@code or} meets nothing and is not used.
     *
     * @return a new array
     */
    public static double[] reconstruct(double[] and, double[] or) {
        double[] sum = or.clone();
        sum[0] = 0;
        zetaSubsets(sum);
        double total = sum[sum.length - 1];
        double[] u = and.clone();
        zetaSubsets(u);
        for (int s = 0; s < u.length; s++) {
            u[s] += total - sum[u.length - 1 - s];
        }
        return u;
    }

    /** One pass over the levels {@code first <= level < last} of x[from .. from + length). */
    private interface Levels {
        void pass(double[] x, int from, int length, int first, int last);
    }

    private static void blockwise(double[] x, Levels levels) {
        int n = players(x);
        int low = Math.min(n, BLOCK_LEVELS);
        for (int from = 0, block = 1 << low; from < x.length; from += block) {
            levels.pass(x, from, block, 0, low);
        }
        levels.pass(x, 0, x.length, low, n);
    }

    private static void kroneckerLevels(
            double[] x, int from, int length, int first, int last, double m00, double m01, double m10, double m11) {
        int level = first;
        if (first == 0 && last >= 2) {
            kroneckerFours(x, from, from + length, m00, m01, m10, m11);
            level = 2;
        }
        for (; level < last; level++) {
            int h = 1 << level;
            for (int b = from; b < from + length; b += 2 * h) {
                // the compiler makes vector instructions of a loop whose distance is a constant: common ones are
                // written out
                switch (h) {
                    case 32 -> kroneckerPairs(x, b, 32, m00, m01, m10, m11);
                    case 64 -> kroneckerPairs(x, b, 64, m00, m01, m10, m11);
                    case 128 -> kroneckerPairs(x, b, 128, m00, m01, m10, m11);
                    case 256 -> kroneckerPairs(x, b, 256, m00, m01, m10, m11);
                    case 512 -> kroneckerPairs(x, b, 512, m00, m01, m10, m11);
                    default -> kroneckerPairs(x, b, h, m00, m01, m10, m11);
                }
            }
        }
    }

    /** The first two levels. */
    private static void kroneckerFours(double[] x, int from, int to, double m00, double m01, double m10, double m11) {
        for (int b = from; b < to; b += 4) {
            double a0 = m00 * x[b] + m01 * x[b + 1];
            double a1 = m10 * x[b] + m11 * x[b + 1];
            double a2 = m00 * x[b + 2] + m01 * x[b + 3];
            double a3 = m10 * x[b + 2] + m11 * x[b + 3];
            x[b] = m00 * a0 + m01 * a2;
            x[b + 1] = m00 * a1 + m01 * a3;
            x[b + 2] = m10 * a0 + m11 * a2;
            x[b + 3] = m10 * a1 + m11 * a3;
        }
    }

    private static void kroneckerPairs(double[] x, int b, int h, double m00, double m01, double m10, double m11) {
        for (int i = b; i < b + h; i++) {
            double lo = x[i];
            double hi = x[i + h];
            x[i] = m00 * lo + m01 * hi;
            x[i + h] = m10 * lo + m11 * hi;
        }
    }
}
