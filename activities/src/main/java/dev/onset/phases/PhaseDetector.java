package dev.onset.phases;

import dev.onset.phases.PhaseVerdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Decides whether a run shows two phases, and whether the loss gap opens near the turn.
 *
 * <p><b>Two phases</b>: over resampled samples the lower 2.5 % of the centroid's fall and of its rise both exceed a bound; its
 * lowest checkpoint is interior; its roughness is below a bound; a continuous line with one or two breaks beats a straight one
 * by BIC; and fall and rise are not smaller than the range that equally sparse extractions allow. <b>Onset</b>: the lower 2.5 %
 * of the growth of test - training loss exceeds a share of the initial loss, and the gap last crosses a share of its largest
 * value within a window around t*. That is agreement in time to an order of magnitude; a link can be claimed only from many runs
 * ({@link PartialRankCorrelation}).
 *
 * <p>A time-reversed run is two-phase by design, and so is a network trained on labels that mean nothing: only
 * {@link PhaseVerdict#generalised()} tells the latter apart.
 */
public final class PhaseDetector {
    private PhaseDetector() {}

    /**
     * Decides. The same series, thresholds and seed give the same verdict to the bit.
     *
     * @param equallySparseRange the largest range of the centroid over equally sparse extractions, in orders; 0 if unknown
     * @throws dev.onset.contracts.OnsetException where the range is negative or not finite
     */
    public static PhaseVerdict detect(PhaseSeries series, DetectorSpec spec, double equallySparseRange, long seed) {
        Refuse.unless(
                equallySparseRange >= 0 && Double.isFinite(equallySparseRange),
                "the range of equally sparse solutions is " + equallySparseRange);
        CentroidTurn turn = CentroidTurn.measure(series, spec.resamples(), seed);
        Optional<LossGap> gap = series.hasTest() ? Optional.of(LossGap.of(series, spec, seed)) : Optional.empty();
        return decide(series, spec, equallySparseRange, turn, gap);
    }

    /** The decision on measured numbers. */
    static PhaseVerdict decide(
            PhaseSeries series,
            DetectorSpec spec,
            double equallySparseRange,
            CentroidTurn turn,
            Optional<LossGap> gap) {
        LossCurves losses = LossCurves.of(series);
        OptionalDouble distance =
                OnsetRule.distance(turn, gap.map(g -> g.onset().step()).orElse(OptionalDouble.empty()));
        boolean near = OnsetRule.near(distance, spec);
        boolean generalised = losses.testImprovement().orElse(Double.POSITIVE_INFINITY) < spec.generalised();
        List<Criterion> criteria = new ArrayList<>(TwoPhaseRule.criteria(turn, spec, equallySparseRange));
        boolean twoPhases = criteria.stream().allMatch(Criterion::passed);
        boolean withheld = withheld(turn, spec, equallySparseRange);
        Verdict verdict = !twoPhases ? Verdict.NONE : near ? Verdict.TWO_PHASE_ONSET : Verdict.TWO_PHASE;
        String words = VerdictWords.of(verdict, withheld, criteria, gap, distance, generalised);
        criteria.addAll(OnsetRule.criteria(gap, losses, distance, generalised, spec));
        return new PhaseVerdict(
                verdict,
                words,
                withheld,
                turn,
                losses,
                gap,
                near,
                distance,
                OnsetRule.chance(series.steps(), turn, spec),
                generalised,
                criteria,
                Remarks.of(series, spec, equallySparseRange, turn, gap));
    }

    /**
     * Whether equally sparse extractions leave the verdict open: a change smaller than their range, and one that would reach
     * the bound if the range were added. What stays below the bound even then is none whichever solution is taken.
     */
    private static boolean withheld(CentroidTurn turn, DetectorSpec spec, double range) {
        double smaller = TwoPhaseRule.smaller(turn);
        return smaller < range && smaller + range > spec.minimumChange();
    }
}
