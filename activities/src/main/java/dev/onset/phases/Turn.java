package dev.onset.phases;

import java.util.OptionalDouble;

/** The lowest point of one centroid path. */
final class Turn {
    /** Index of the lowest checkpoint, the earliest of equals; -1 where no centroid exists. */
    final int lowest;

    /** c(first) - c(lowest), 0 where one of them does not exist. */
    final double fall;

    /** c(last) - c(lowest), 0 where one of them does not exist. */
    final double rise;

    private final double[] x;
    private final double[] c;

    Turn(double[] x, double[] c) {
        this.x = x;
        this.c = c;
        int at = -1;
        for (int t = 0; t < c.length; t++) {
            if (!Double.isNaN(c[t]) && (at < 0 || c[t] < c[at])) {
                at = t;
            }
        }
        lowest = at;
        fall = change(0);
        rise = change(c.length - 1);
    }

    private double change(int from) {
        return lowest < 0 || Double.isNaN(c[from]) ? 0 : c[from] - c[lowest];
    }

    boolean interior() {
        return lowest > 0 && lowest < c.length - 1;
    }

    /**
     * Time of the vertex of the parabola through the lowest checkpoint and its two neighbours, clamped to the neighbours; the
     * lowest checkpoint itself where it has no two neighbours or where the three lie on a line.
     */
    double vertex() {
        if (!interior()) {
            return x[Math.max(lowest, 0)];
        }
        int i = lowest;
        double left = (c[i] - c[i - 1]) / (x[i] - x[i - 1]);
        double right = (c[i + 1] - c[i]) / (x[i + 1] - x[i]);
        double bend = (right - left) / (x[i + 1] - x[i - 1]);
        if (!(bend > 0)) {
            return x[i];
        }
        double at = (x[i - 1] + x[i]) / 2 - left / (2 * bend);
        return Math.max(x[i - 1], Math.min(x[i + 1], at));
    }

    /** Total variation over (fall + rise); empty where that sum is 0. */
    OptionalDouble roughness() {
        double variation = 0;
        for (int t = 1; t < c.length; t++) {
            variation += Math.abs(c[t] - c[t - 1]);
        }
        return fall + rise > 0 ? OptionalDouble.of(variation / (fall + rise)) : OptionalDouble.empty();
    }
}
