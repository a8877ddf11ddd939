package dev.onset.phases;

import dev.onset.contracts.DetectorSpec;
import dev.onset.phases.PhaseVerdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Decides whether a run shows two phases, and whether the loss gap opens near the turn.
 *
 * <ol>
 *   <li><b>Two phases</b>: the lower ends of the bootstrap intervals of fall and rise exceed the minimum change; the lowest
 *       checkpoint is inside the run; the roughness is below its bound; a continuous line with one or two breaks beats a
 *       straight one by BIC; and neither change is smaller than what equally sparse extractions allow.
 *   <li><b>The gap exists</b>: the lower end of the interval of g(end) - g(0) exceeds a share of the initial training loss.
 *   <li><b>Onset near</b>: the gap exists and its onset lies within a window of log10 steps around t*.
 * </ol>
 *
 * Samples are resampled whole, training and test examples separately. The result is a function of its arguments alone.
 */
public final class PhaseDetector {
    private static final int COMFORTABLE_CHECKPOINTS = 20;
    private static final int COMFORTABLE_SAMPLES = 10;

    private PhaseDetector() {}

    /**
     * Decides.
     *
     * @param equallySparse by how many orders the centroid can move among equally sparse extractions; 0 where unknown
     * @param seed of the bootstrap
     */
    public static PhaseVerdict detect(PhaseSeries series, DetectorSpec spec, double equallySparse, long seed) {
        CentroidPath path = CentroidPath.of(series, spec.resamples(), seed);
        TwoPhases phases = TwoPhases.of(path, spec, equallySparse);
        double[][] band = band(path);
        List<Criterion> criteria = new ArrayList<>(phases.criteria());
        OptionalDouble halving = halving(series);
        if (!series.hasTest()) {
            Verdict verdict = phases.found() ? Verdict.TWO_PHASE : Verdict.NONE;
            return new PhaseVerdict(
                    verdict,
                    words(verdict, criteria, false),
                    path.point(),
                    band[0],
                    band[1],
                    phases.tStar(),
                    phases.fall(),
                    phases.rise(),
                    phases.roughness(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalDouble.empty(),
                    halving,
                    false,
                    criteria,
                    remarks(series, spec));
        }
        LossGap gap = LossGap.of(series, spec.gapOnset(), spec.resamples(), seed);
        Criterion exists = Criterion.above(
                "gap exists",
                gap.opening().low() / gap.train()[0],
                spec.gapExists(),
                "lower end of the gap's growth over the run, in initial losses");
        criteria.add(exists);
        Optional<Boolean> near = Optional.empty();
        OptionalDouble chance = OptionalDouble.empty();
        if (phases.tStar().isPresent()) {
            double turn = LogTime.of(phases.tStar().get().value());
            chance = OptionalDouble.of(chance(series.steps(), turn, spec.onsetWindow()));
            if (gap.onset().isPresent()) {
                double distance = Math.abs(LogTime.of(gap.onset().getAsDouble()) - turn);
                criteria.add(new Criterion(
                        "onset near t*",
                        distance,
                        spec.onsetWindow(),
                        "<=",
                        distance <= spec.onsetWindow(),
                        "distance of the gap's onset from t*, in powers of ten"));
                near = Optional.of(exists.passed() && distance <= spec.onsetWindow());
            }
        }
        Verdict verdict =
                !phases.found() ? Verdict.NONE : near.orElse(false) ? Verdict.TWO_PHASE_ONSET : Verdict.TWO_PHASE;
        return new PhaseVerdict(
                verdict,
                words(verdict, criteria, exists.passed()),
                path.point(),
                band[0],
                band[1],
                phases.tStar(),
                phases.fall(),
                phases.rise(),
                phases.roughness(),
                Optional.of(gap),
                near,
                chance,
                halving,
                gap.best() < spec.generalised() * gap.test()[0],
                criteria,
                remarks(series, spec));
    }

    private static String words(Verdict verdict, List<Criterion> criteria, boolean gapExists) {
        return switch (verdict) {
            case TWO_PHASE_ONSET -> "two phases; the gap opens nearby";
            case TWO_PHASE -> gapExists ? "two phases; the gap does not open nearby" : "two phases; no loss gap opens";
            case NONE ->
                "no two phases: "
                        + criteria.stream()
                                .filter(c -> !c.passed())
                                .findFirst()
                                .map(c -> c.name() + " does not pass")
                                .orElse("nothing to decide on");
        };
    }

    /** The part of the run's log time, from its first step on, that lies in the window around t*. */
    private static double chance(long[] steps, double turn, double window) {
        int first = steps[0] == 0 && steps.length > 1 ? 1 : 0;
        double from = LogTime.of(steps[first]);
        double to = LogTime.of(steps[steps.length - 1]);
        double inside = Math.min(to, turn + window) - Math.max(from, turn - window);
        return to > from ? Math.max(0, inside) / (to - from) : 1;
    }

    private static OptionalDouble halving(PhaseSeries series) {
        double[] train = LossGap.means(series.trainLosses());
        double half = train[0] / 2;
        for (int t = 1; t < train.length; t++) {
            if (train[t] <= half) {
                return OptionalDouble.of(LogTime.step(LogTime.crossing(
                        LogTime.of(series.steps()[t - 1]),
                        train[t - 1],
                        LogTime.of(series.steps()[t]),
                        train[t],
                        half)));
            }
        }
        return OptionalDouble.empty();
    }

    private static double[][] band(CentroidPath path) {
        double[][] band = new double[2][path.checkpoints()];
        for (int t = 0; t < path.checkpoints(); t++) {
            double[] column = new double[path.resampled().length];
            for (int r = 0; r < column.length; r++) {
                column[r] = path.resampled()[r][t];
            }
            double[] defined =
                    Arrays.stream(column).filter(c -> !Double.isNaN(c)).toArray();
            boolean any = defined.length > 0 && !Double.isNaN(path.point()[t]);
            Interval interval = any ? Interval.of(path.point()[t], defined) : new Interval(0, 0, 0);
            band[0][t] = any ? interval.low() : Double.NaN;
            band[1][t] = any ? interval.high() : Double.NaN;
        }
        return band;
    }

    private static List<String> remarks(PhaseSeries series, DetectorSpec spec) {
        List<String> remarks = new ArrayList<>();
        if (series.checkpoints() < spec.minimumCheckpoints()) {
            remarks.add("Only " + series.checkpoints() + " checkpoints: with fewer than " + spec.minimumCheckpoints()
                    + ", t* is biased late.");
        } else if (series.checkpoints() <= COMFORTABLE_CHECKPOINTS) {
            remarks.add("Only " + series.checkpoints() + " checkpoints: a firm t* wants more than "
                    + COMFORTABLE_CHECKPOINTS + ", spaced by the logarithm of the step.");
        }
        if (series.samples() < COMFORTABLE_SAMPLES) {
            remarks.add("Only " + series.samples() + " samples were observed; intervals from fewer than "
                    + COMFORTABLE_SAMPLES + " are too narrow.");
        }
        return remarks;
    }
}
