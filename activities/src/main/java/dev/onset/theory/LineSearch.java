package dev.onset.theory;

import java.util.function.DoubleUnaryOperator;

/** Least value of a function of one variable that need not be unimodal: a grid, then golden section about its best point. */
final class LineSearch {
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final double WIDTH = 1e-4;

    private LineSearch() {}

    /** Where the function is least among all points tried; the first such point on a tie. */
    static double minimum(DoubleUnaryOperator f, double from, double step, int points) {
        double best = from;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < points; i++) {
            double x = from + i * step;
            double value = f.applyAsDouble(x);
            if (value < least) {
                least = value;
                best = x;
            }
        }
        double lo = Math.max(from, best - step);
        double hi = Math.min(from + (points - 1) * step, best + step);
        double a = hi - GOLDEN * (hi - lo);
        double b = lo + GOLDEN * (hi - lo);
        double fa = f.applyAsDouble(a);
        double fb = f.applyAsDouble(b);
        while (hi - lo > WIDTH) {
            if (fa <= fb) {
                hi = b;
                b = a;
                fb = fa;
                a = hi - GOLDEN * (hi - lo);
                fa = f.applyAsDouble(a);
            } else {
                lo = a;
                a = b;
                fa = fb;
                b = lo + GOLDEN * (hi - lo);
                fb = f.applyAsDouble(b);
            }
        }
        double x = fa <= fb ? a : b;
        return Math.min(fa, fb) < least ? x : best;
    }
}
