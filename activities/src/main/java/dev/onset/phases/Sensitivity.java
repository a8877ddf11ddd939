package dev.onset.phases;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The decision under another setting.
 *
 * @param verdict {@link PhaseVerdict.Verdict#id()}
 * @param tStar step of the turn, where there is one
 * @param fall orders, where there is a centroid
 * @param rise orders, where there is a centroid
 */
public record Sensitivity(
        String setting, String verdict, OptionalDouble tStar, OptionalDouble fall, OptionalDouble rise) {

    static Sensitivity of(String setting, PhaseVerdict found) {
        return new Sensitivity(
                setting,
                found.verdict().id(),
                found.tStar(),
                value(found.turn().fall()),
                value(found.turn().rise()));
    }

    private static OptionalDouble value(Optional<Interval> interval) {
        return interval.isPresent() ? OptionalDouble.of(interval.get().value()) : OptionalDouble.empty();
    }
}
