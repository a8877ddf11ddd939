package dev.onset.phases;

import java.util.OptionalDouble;

/**
 * Where the gap opens under one rule.
 *
 * @param rule the rule in words
 * @param share of the largest gap whose last crossing is the onset
 * @param step the crossing, interpolated in log10(step); empty where the gap does not open, or where it is open from the first
 *     checkpoint on
 */
public record GapOnset(String rule, double share, OptionalDouble step) {

    /** The first crossing of a share of the largest gap after which the gap stays above it to the end. */
    static OptionalDouble crossing(double[] x, double[] gap, double share) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double g : gap) {
            largest = Math.max(largest, g);
        }
        double bound = share * largest;
        int above = gap.length;
        while (above > 0 && gap[above - 1] > bound) {
            above--;
        }
        if (above == 0 || above == gap.length || largest <= 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                LogTime.step(LogTime.crossing(x[above - 1], gap[above - 1], x[above], gap[above], bound)));
    }
}
