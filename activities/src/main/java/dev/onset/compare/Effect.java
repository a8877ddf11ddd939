package dev.onset.compare;

import dev.onset.kind.Factor;
import dev.onset.kind.Outcome.Measure;
import dev.onset.phases.Interval;
import java.util.Optional;

/**
 * How far a level of a factor moves a quantity from where its reference has it, all else equal.
 *
 * @param quantity its name
 * @param pairs of runs that differ in this alone and both have the quantity
 * @param mean difference of a pair; of steps, the difference of their natural logarithms
 * @param interval its 95 % bootstrap interval over pairs; absent for fewer than two
 * @param agreeing share of the pairs whose difference has the sign of the mean
 * @param differs whether Student's test over the pairs tells it from none
 */
record Effect(
        Factor factor,
        String level,
        String quantity,
        Measure measure,
        int pairs,
        double mean,
        Optional<Interval> interval,
        double agreeing,
        boolean differs) {
    /** Fewer pairs bound nothing: their interval is but their range. */
    static final int ENOUGH = 3;

    /** Whether it is said to move the quantity. */
    boolean moves() {
        return pairs >= ENOUGH
                && differs
                && interval.isPresent()
                && (interval.get().low() > 0 || interval.get().high() < 0);
    }

    /** As it is printed: a ratio of steps, else a difference. */
    double printed(double value) {
        return measure == Measure.STEP ? Math.exp(value) : measure == Measure.SHARE ? 100 * value : value;
    }
}
