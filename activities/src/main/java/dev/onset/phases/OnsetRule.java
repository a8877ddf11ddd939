package dev.onset.phases;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** When a gap's onset counts as near the turn, and how often it would by chance. */
final class OnsetRule {
    private OnsetRule() {}

    /** Decades from t* to the onset. */
    static OptionalDouble distance(CentroidTurn turn, OptionalDouble onset) {
        return turn.tStar().isPresent() && onset.isPresent()
                ? OptionalDouble.of(StrictMath.log10(onset.getAsDouble())
                        - StrictMath.log10(turn.tStar().get().value()))
                : OptionalDouble.empty();
    }

    static boolean near(OptionalDouble distance, DetectorSpec spec) {
        return distance.isPresent() && Math.abs(distance.getAsDouble()) <= spec.onsetWindow();
    }

    /** Share of the logarithmic time from the first trained checkpoint to the last that lies in the window around t*. */
    static OptionalDouble chance(long[] steps, CentroidTurn turn, DetectorSpec spec) {
        int first = firstTrained(steps);
        if (turn.tStar().isEmpty() || first >= steps.length - 1) {
            return OptionalDouble.empty();
        }
        double begin = LogTime.of(steps[first]);
        double end = LogTime.of(steps[steps.length - 1]);
        double at = StrictMath.log10(turn.tStar().get().value());
        double inside = Math.min(end, at + spec.onsetWindow()) - Math.max(begin, at - spec.onsetWindow());
        return OptionalDouble.of(Math.max(0, inside) / (end - begin));
    }

    /** Index of the first checkpoint after step 0. */
    static int firstTrained(long[] steps) {
        return steps[0] == 0 ? 1 : 0;
    }

    static List<Criterion> criteria(
            Optional<LossGap> gap, LossCurves losses, OptionalDouble distance, boolean generalised, DetectorSpec spec) {
        if (gap.isEmpty()) {
            return List.of();
        }
        // The growth is told as a share of the initial loss; where that is not positive, as it is, against a bound of
        // 0.
        double initial = losses.train()[0] > 0 ? losses.train()[0] : 1;
        OptionalDouble best = losses.testImprovement();
        return List.of(
                new Criterion(
                        "Loss gap exists",
                        gap.get().growth().low() / initial,
                        gap.get().bound() / initial,
                        ">",
                        gap.get().exists(),
                        "lower 2.5 % of the gap\u2019s growth over the initial loss"),
                new Criterion(
                        "Onset near t*",
                        Math.abs(distance.orElse(0)),
                        spec.onsetWindow(),
                        "\u2264",
                        near(distance, spec),
                        distance.isPresent()
                                ? "decades between gap onset and t*"
                                : "does not exist: no turn, or no opening of the gap"),
                new Criterion(
                        "Generalised",
                        best.orElse(0),
                        spec.generalised(),
                        "<",
                        generalised,
                        best.isPresent()
                                ? "lowest test loss over the initial one"
                                : "does not exist: the initial test loss is not positive"));
    }
}
