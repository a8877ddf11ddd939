package dev.onset.phases;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The tests that a centroid path must pass to count as two phases. */
final class TwoPhaseRule {
    static final String EQUALLY_SPARSE = "Equally sparse solutions";

    private TwoPhaseRule() {}

    static List<Criterion> criteria(CentroidTurn turn, DetectorSpec spec, double equallySparseRange) {
        List<Criterion> out = new ArrayList<>();
        double fall = turn.fall().map(Interval::low).orElse(0.0);
        double rise = turn.rise().map(Interval::low).orElse(0.0);
        double least = spec.minimumChange();
        out.add(new Criterion(
                "Fall",
                fall,
                least,
                ">",
                fall > least,
                "lower 2.5 % of the orders lost from the first checkpoint to the lowest"));
        out.add(new Criterion(
                "Rise",
                rise,
                least,
                ">",
                rise > least,
                "lower 2.5 % of the orders gained from the lowest checkpoint to the last"));
        out.add(new Criterion(
                "Interior minimum",
                Math.max(0, turn.lowest()),
                0,
                ">",
                turn.interior(),
                turn.interior() || turn.lowest() <= 0
                        ? "index of the lowest checkpoint, which must be neither the first nor the last"
                        : "index of the lowest checkpoint, which is the last one"));
        out.add(roughness(turn.roughness(), spec));
        out.add(broken(turn.bicAdvantage()));
        if (equallySparseRange > 0) {
            double change = smaller(turn);
            out.add(new Criterion(
                    EQUALLY_SPARSE,
                    change,
                    equallySparseRange,
                    "\u2265",
                    change >= equallySparseRange,
                    "the smaller of fall and rise against the orders by which equally sparse extractions differ"));
        }
        return out;
    }

    /** The smaller of fall and rise, in orders. */
    static double smaller(CentroidTurn turn) {
        return Math.min(
                turn.fall().map(Interval::value).orElse(0.0),
                turn.rise().map(Interval::value).orElse(0.0));
    }

    private static Criterion roughness(OptionalDouble roughness, DetectorSpec spec) {
        double value = roughness.orElse(0);
        return new Criterion(
                "Roughness",
                value,
                spec.maximumRoughness(),
                "<",
                roughness.isPresent() && value < spec.maximumRoughness(),
                roughness.isPresent()
                        ? "total variation over (fall + rise)"
                        : "does not exist: the centroid neither falls nor rises");
    }

    private static Criterion broken(OptionalDouble advantage) {
        double value = advantage.orElse(0);
        return new Criterion(
                "Broken line against straight line",
                value,
                0,
                "<",
                advantage.isPresent() && value < 0,
                advantage.isPresent() ? "difference in BIC" : "does not exist: too few checkpoints for a broken line");
    }

    /** The same decision on a bare path, without words: for nulls, which ask it hundreds of times. */
    static boolean holds(CentroidPath path, BrokenLines lines, DetectorSpec spec) {
        Turn turn = new Turn(path.x(), path.point());
        if (!turn.interior()
                || turn.roughness().orElse(Double.POSITIVE_INFINITY) >= spec.maximumRoughness()
                || !lines.fit(path.point()).broken()) {
            return false;
        }
        double[] falls = new double[path.resampled().length];
        double[] rises = new double[falls.length];
        for (int r = 0; r < falls.length; r++) {
            Turn one = new Turn(path.x(), path.resampled()[r]);
            falls[r] = one.fall;
            rises[r] = one.rise;
        }
        return Interval.lower(falls) > spec.minimumChange() && Interval.lower(rises) > spec.minimumChange();
    }
}
