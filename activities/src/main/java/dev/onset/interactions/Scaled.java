package dev.onset.interactions;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;

/**
 * A game u = v - v(empty) in a unit of its own. Certificates rest on products of values with multipliers of the same size:
 * beyond 1e154 these overflow and below 1e-154 they vanish, and a bound that says so is no bound. The unit is a power of two,
 * so dividing by it changes no digit, and 1 for the values of any network.
 *
 * @param u values in that unit
 * @param noise the noise bound in that unit
 * @param unit a power of two
 */
record Scaled(double[] u, double noise, double unit) {
    /** Largest |v|: sums over 2^21 effects, each of 2^20 values, are still finite. */
    static final double LARGEST = 1e290;

    private static final int PLAIN_EXPONENT = 300;

    /** @throws OnsetException MODEL_INVALID naming the coalition whose value is not finite or beyond {@link #LARGEST} */
    static Scaled of(double[] v, double noise) {
        double[] u = new double[v.length];
        for (int s = 0; s < v.length; s++) {
            require(v[s], s);
            u[s] = v[s] - v[0];
        }
        double largest = Sums.maxAbsolute(u);
        int exponent = Math.getExponent(largest);
        if (largest == 0 || Math.abs(exponent) <= PLAIN_EXPONENT) {
            return new Scaled(u, noise, 1);
        }
        double unit = Math.scalb(1.0, Math.max(exponent, Double.MIN_EXPONENT));
        for (int s = 0; s < u.length; s++) {
            u[s] /= unit;
        }
        return new Scaled(u, noise / unit, unit);
    }

    /** Refuses one value. */
    static void require(double value, int coalition) {
        if (!Double.isFinite(value)) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID,
                    "value of coalition " + coalition + " is " + value
                            + ": interactions need finite values of all coalitions");
        }
        if (Math.abs(value) > LARGEST) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID,
                    "value of coalition " + coalition + " is " + value + ": sums over coalitions of values beyond "
                            + LARGEST + " do not fit a double; divide all values by a number");
        }
    }

    /** A result in this unit as one of the values given, with the noise bound given. */
    Extraction back(Extraction found, double givenNoise) {
        return unit == 1 ? found : found.inUnit(unit, givenNoise);
    }
}
