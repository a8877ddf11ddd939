package dev.onset.interactions;

/** Reductions with four running sums: fast, and in one fixed order. Lengths are multiples of four or below four. */
final class Sums {
    private Sums() {}

    static double absolute(double[] x) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < x.length; i += 4) {
            s0 += Math.abs(x[i]);
            s1 += Math.abs(x[i + 1]);
            s2 += Math.abs(x[i + 2]);
            s3 += Math.abs(x[i + 3]);
        }
        for (; i < x.length; i++) {
            s0 += Math.abs(x[i]);
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Sum of |x| times a price. */
    static double priced(double[] x, double[] price) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < x.length; i += 4) {
            s0 += Math.abs(x[i]) * price[i];
            s1 += Math.abs(x[i + 1]) * price[i + 1];
            s2 += Math.abs(x[i + 2]) * price[i + 2];
            s3 += Math.abs(x[i + 3]) * price[i + 3];
        }
        for (; i < x.length; i++) {
            s0 += Math.abs(x[i]) * price[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Largest |x| in units of a price. */
    static double maxAbsoluteRatio(double[] x, double[] price) {
        double m0 = 0;
        double m1 = 0;
        int i = 0;
        for (; i + 1 < x.length; i += 2) {
            m0 = Math.max(m0, Math.abs(x[i]) / price[i]);
            m1 = Math.max(m1, Math.abs(x[i + 1]) / price[i + 1]);
        }
        return Math.max(m0, m1);
    }

    static double dot(double[] x, double[] y) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < x.length; i += 4) {
            s0 += x[i] * y[i];
            s1 += x[i + 1] * y[i + 1];
            s2 += x[i + 2] * y[i + 2];
            s3 += x[i + 3] * y[i + 3];
        }
        for (; i < x.length; i++) {
            s0 += x[i] * y[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    static double maxAbsolute(double[] x) {
        double m0 = 0;
        double m1 = 0;
        double m2 = 0;
        double m3 = 0;
        int i = 0;
        for (; i + 3 < x.length; i += 4) {
            m0 = Math.max(m0, Math.abs(x[i]));
            m1 = Math.max(m1, Math.abs(x[i + 1]));
            m2 = Math.max(m2, Math.abs(x[i + 2]));
            m3 = Math.max(m3, Math.abs(x[i + 3]));
        }
        for (; i < x.length; i++) {
            m0 = Math.max(m0, Math.abs(x[i]));
        }
        return Math.max(Math.max(m0, m1), Math.max(m2, m3));
    }

    static double maxAbsoluteDifference(double[] x, double[] y) {
        double m0 = 0;
        double m1 = 0;
        int i = 0;
        for (; i + 1 < x.length; i += 2) {
            m0 = Math.max(m0, Math.abs(x[i] - y[i]));
            m1 = Math.max(m1, Math.abs(x[i + 1] - y[i + 1]));
        }
        return Math.max(m0, m1);
    }
}
