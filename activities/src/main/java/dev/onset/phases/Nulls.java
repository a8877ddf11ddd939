package dev.onset.phases;

import dev.onset.random.CounterRandom;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How often the detector says yes to a run's own numbers with their order in time destroyed. Trials share the run's resampled
 * centroids, drawn once: a shuffle permutes them with their checkpoints, a surrogate keeps their deviations from the centroid of
 * all samples. That is the full decision, without its words and without the range of equally sparse extractions.
 */
public final class Nulls {
    private static final long SHUFFLE_STREAM = 5;
    private static final long SURROGATE_STREAM = 6;
    private static final long SHIFT_STREAM = 7;

    private Nulls() {}

    /** All nulls of a run: shuffled checkpoints, smooth surrogates, shifted onsets. */
    public static List<NullResult> of(
            PhaseSeries series, PhaseVerdict verdict, DetectorSpec spec, int trials, long seed) {
        Refuse.unless(trials >= 1, "a null of " + trials + " trials was asked for");
        CentroidPath path = CentroidPath.of(series, spec.resamples(), seed);
        int[] defined = path.defined();
        CentroidPath seen = path.take(defined, CentroidPath.pick(path.x(), defined));
        return List.of(
                shuffled(seen, spec, trials, seed),
                surrogates(seen, spec, trials, seed),
                shiftedOnsets(series, verdict, spec, trials, seed));
    }

    private static NullResult shuffled(CentroidPath path, DetectorSpec spec, int trials, long seed) {
        int points = path.checkpoints();
        BrokenLines lines = new BrokenLines(path.x());
        CounterRandom.Walk draws =
                CounterRandom.ofResamples(seed, SHUFFLE_STREAM).walk();
        int positive = 0;
        for (int i = 0; i < trials; i++) {
            CentroidPath shuffled = path.take(draws.permutation(points), path.x());
            positive += TwoPhaseRule.holds(shuffled, lines, spec) ? 1 : 0;
        }
        return new NullResult(
                "shuffled checkpoints", trials, positive, "the checkpoints in random order; counts two phases");
    }

    private static NullResult surrogates(CentroidPath path, DetectorSpec spec, int trials, long seed) {
        BrokenLines lines = new BrokenLines(path.x());
        Surrogates source = new Surrogates(path.point());
        CounterRandom.Walk draws =
                CounterRandom.ofResamples(seed, SURROGATE_STREAM).walk();
        int positive = 0;
        for (int i = 0; i < trials; i++) {
            positive += TwoPhaseRule.holds(path.around(source.draw(draws)), lines, spec) ? 1 : 0;
        }
        return new NullResult(
                "smooth surrogates",
                trials,
                positive,
                "centroid series with the same power spectrum over checkpoints and random phases; counts two phases");
    }

    private static NullResult shiftedOnsets(
            PhaseSeries series, PhaseVerdict verdict, DetectorSpec spec, int trials, long seed) {
        String name = "shifted onsets";
        long[] steps = series.steps();
        int first = OnsetRule.firstTrained(steps);
        OptionalDouble onset = verdict.onset();
        if (onset.isEmpty() || verdict.tStar().isEmpty() || first >= steps.length - 1) {
            return new NullResult(name, 0, 0, "there is no onset or no turn to shift");
        }
        double begin = LogTime.of(steps[first]);
        double span = LogTime.of(steps[steps.length - 1]) - begin;
        CounterRandom.Walk draws = CounterRandom.ofResamples(seed, SHIFT_STREAM).walk();
        int positive = 0;
        for (int i = 0; i < trials; i++) {
            // Moved along the run's logarithmic time, going on from its start past its end.
            double moved = (StrictMath.log10(onset.getAsDouble()) - begin) / span + draws.uniform();
            double at = begin + span * (moved - Math.floor(moved));
            OptionalDouble distance =
                    OptionalDouble.of(at - StrictMath.log10(verdict.tStar().getAsDouble()));
            positive += OnsetRule.near(distance, spec) ? 1 : 0;
        }
        return new NullResult(
                name,
                trials,
                positive,
                "the onset moved by a random part of the run\u2019s logarithmic time; counts how often it lies near t*");
    }
}
