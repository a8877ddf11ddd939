package dev.onset.phases;

/** The axis of training time: x = log10(step), step 0 at log10 0.5. */
final class LogTime {
    private static final double START = 0.5;

    private LogTime() {}

    static double of(double step) {
        return StrictMath.log10(step == 0 ? START : step);
    }

    static double[] of(long[] steps) {
        double[] x = new double[steps.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = of(steps[i]);
        }
        return x;
    }

    static double step(double x) {
        return StrictMath.pow(10, x);
    }

    /** The x between two points at which a straight line through them takes a value; the values must differ. */
    static double crossing(double x0, double y0, double x1, double y1, double value) {
        return x0 + (value - y0) / (y1 - y0) * (x1 - x0);
    }
}
