package dev.onset.phases;

import dev.onset.contracts.DetectorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a centroid path falls and rises: the part of the decision that looks at interactions alone.
 *
 * @param tStar step of the vertex of the parabola through the lowest checkpoint and its neighbours
 * @param fall c(first) - c(lowest), orders
 * @param rise c(last) - c(lowest), orders
 * @param roughness total variation of the path / (fall + rise); 1 for a path that turns once
 * @param criteria each test with its numbers
 */
record TwoPhases(
        Optional<Interval> tStar,
        Optional<Interval> fall,
        Optional<Interval> rise,
        double roughness,
        List<Criterion> criteria) {
    private static final int FEWEST = 3;

    /** What stands for a roughness without fall and rise: no path is as rough. */
    private static final double NO_CHANGE = 1e9;

    boolean found() {
        return criteria.stream().allMatch(Criterion::passed);
    }

    /** @param path at checkpoints where something is salient, NaN elsewhere */
    static TwoPhases of(CentroidPath whole, DetectorSpec spec, double equallySparse) {
        int[] defined = whole.defined();
        if (defined.length < FEWEST) {
            return new TwoPhases(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    NO_CHANGE,
                    List.of(Criterion.above(
                            "checkpoints with salient interactions",
                            defined.length,
                            FEWEST - 1,
                            "a turn needs at least three")));
        }
        CentroidPath path = whole.take(defined, CentroidPath.pick(whole.x(), defined));
        return of(path, new BrokenLines(path.x()), spec, equallySparse);
    }

    static TwoPhases of(CentroidPath path, BrokenLines lines, DetectorSpec spec, double equallySparse) {
        Turn turn = new Turn(path.x(), path.point());
        int resamples = path.resampled().length;
        double[] times = new double[resamples];
        double[] falls = new double[resamples];
        double[] rises = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            Turn one = new Turn(path.x(), path.resampled()[r]);
            times[r] = one.vertex();
            falls[r] = one.fall;
            rises[r] = one.rise;
        }
        Interval time = Interval.of(turn.vertex(), times);
        Interval fall = Interval.of(turn.fall, falls);
        Interval rise = Interval.of(turn.rise, rises);
        double change = turn.fall + turn.rise;
        double roughness = change > 0 ? variation(path.point()) / change : NO_CHANGE;
        double advantage = lines.fit(path.point()).advantage().orElse(0);

        List<Criterion> criteria = new ArrayList<>();
        criteria.add(Criterion.above(
                "fall", fall.low(), spec.minimumChange(), "lower end of the fall's interval, in orders"));
        criteria.add(Criterion.above(
                "rise", rise.low(), spec.minimumChange(), "lower end of the rise's interval, in orders"));
        criteria.add(Criterion.above(
                "turn inside the run",
                turn.interior() ? 1 : 0,
                0.5,
                "1 when the lowest checkpoint is neither first nor last"));
        criteria.add(Criterion.below(
                "roughness",
                roughness,
                spec.maximumRoughness(),
                "total variation / (fall + rise); 1 is a single turn"));
        criteria.add(Criterion.below(
                "bent, not straight", advantage, 0, "BIC of the better broken line less that of a straight line"));
        if (equallySparse > 0) {
            criteria.add(Criterion.above(
                    "change beyond ambiguity",
                    Math.min(turn.fall, turn.rise),
                    equallySparse,
                    "smaller of fall and rise against the range that equally sparse extractions allow"));
        }
        return new TwoPhases(
                Optional.of(
                        new Interval(LogTime.step(time.value()), LogTime.step(time.low()), LogTime.step(time.high()))),
                Optional.of(fall),
                Optional.of(rise),
                roughness,
                List.copyOf(criteria));
    }

    private static double variation(double[] c) {
        double sum = 0;
        for (int t = 1; t < c.length; t++) {
            sum += Math.abs(c[t] - c[t - 1]);
        }
        return sum;
    }
}
