package dev.onset.phases;

import java.util.OptionalDouble;

/** BIC of a straight line and of the best lines with one and two breaks, NaN where there are too few checkpoints. */
record LineFits(double line, double oneBreak, double twoBreaks, int breakOne, int breakFirst, int breakSecond) {

    /** The better broken line's BIC less the straight line's; negative where a broken line is better. */
    OptionalDouble advantage() {
        if (Double.isNaN(oneBreak)) {
            return OptionalDouble.empty();
        }
        double best = Double.isNaN(twoBreaks) ? oneBreak : Math.min(oneBreak, twoBreaks);
        return OptionalDouble.of(best - line);
    }
}
