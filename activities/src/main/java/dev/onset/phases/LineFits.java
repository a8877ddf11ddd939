package dev.onset.phases;

import java.util.OptionalDouble;

/**
 * BIC of a straight line and of the best lines with one and two breaks, the latter empty where there are too few points.
 *
 * @param atOne index of the point at which the one break lies
 * @param atFirst index of the earlier of two breaks
 * @param atSecond index of the later
 */
record LineFits(double line, OptionalDouble oneBreak, OptionalDouble twoBreaks, int atOne, int atFirst, int atSecond) {

    /** Whether a broken line beats the straight one. */
    boolean broken() {
        return oneBreak.isPresent() && Math.min(oneBreak.getAsDouble(), twoOrNever()) < line;
    }

    /** Steps of the breaks of the better broken line, given the checkpoints that the points are. */
    long[] breaks(long[] steps, int[] checkpoints) {
        if (oneBreak.isEmpty()) {
            return new long[0];
        }
        return oneBreak.getAsDouble() <= twoOrNever()
                ? new long[] {steps[checkpoints[atOne]]}
                : new long[] {steps[checkpoints[atFirst]], steps[checkpoints[atSecond]]};
    }

    private double twoOrNever() {
        return twoBreaks.orElse(Double.POSITIVE_INFINITY);
    }
}
