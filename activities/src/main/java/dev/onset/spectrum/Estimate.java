package dev.onset.spectrum;

/**
 * A value with its 95 % interval; where it is exact, both ends are the value. The value is computed from all draws, so it can lie
 * outside a skewed interval.
 */
public record Estimate(double value, double low, double high) {
    private static final double NORMAL = 1.959963984540054;

    static Estimate exact(double value) {
        return new Estimate(value, value, value);
    }

    /** The normal interval of a standard error. */
    static Estimate of(double value, double error) {
        return new Estimate(value, value - NORMAL * error, value + NORMAL * error);
    }

    /** Half the interval's width. */
    public double halfWidth() {
        return (high - low) / 2;
    }
}
