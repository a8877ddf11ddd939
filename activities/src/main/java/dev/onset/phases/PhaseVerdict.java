package dev.onset.phases;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the detector decided, with every number that led to it.
 *
 * @param words the decision in one sentence
 * @param centroid mean order weighted by strength, by checkpoint; NaN where no interaction is salient
 * @param low 2.5 % quantile of the centroid over resamples of the samples; NaN likewise
 * @param high 97.5 % quantile
 * @param tStar step of the lowest centroid
 * @param fall orders from the first checkpoint down
 * @param rise orders up to the last checkpoint
 * @param roughness total variation / (fall + rise)
 * @param gap losses and their gap; empty without a test split
 * @param near whether the gap opens near t*; empty where one of them does not exist
 * @param chance share of the run's log time that counts as near t*
 * @param halving step at which the training loss has halved
 * @param generalised whether the test loss fell well below its start
 * @param criteria tests of the interactions, then of the gap
 * @param remarks what a reader must know
 */
public record PhaseVerdict(
        Verdict verdict,
        String words,
        double[] centroid,
        double[] low,
        double[] high,
        Optional<Interval> tStar,
        Optional<Interval> fall,
        Optional<Interval> rise,
        double roughness,
        Optional<LossGap> gap,
        Optional<Boolean> near,
        OptionalDouble chance,
        OptionalDouble halving,
        boolean generalised,
        List<Criterion> criteria,
        List<String> remarks) {
    /** The three outcomes. */
    public enum Verdict {
        TWO_PHASE_ONSET,
        TWO_PHASE,
        NONE
    }

    public PhaseVerdict {
        criteria = List.copyOf(criteria);
        remarks = List.copyOf(remarks);
    }
}
