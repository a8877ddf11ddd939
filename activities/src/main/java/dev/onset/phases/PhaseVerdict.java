package dev.onset.phases;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the detector decided, with every number that led to it.
 *
 * @param verdict the decision
 * @param words the decision in words, one sentence without its full stop
 * @param withheld true where the verdict is none because equally sparse extractions differ by more than the path moves, which
 *     says nothing about the network
 * @param turn the centroid's path
 * @param losses mean losses
 * @param gap the loss gap; empty without a test split
 * @param near whether the onset lies within the window around t*; false where one of them does not exist
 * @param distance decades from t* to the onset, positive where the onset is later
 * @param chance share of the run's logarithmic time, from the first trained checkpoint on, that counts as near: the rate of
 *     agreement by chance
 * @param generalised whether the lowest test loss is below the asked share of the initial one
 * @param criteria every test, in the order of the decision
 * @param remarks what a reader has to know about this run
 */
public record PhaseVerdict(
        Verdict verdict,
        String words,
        boolean withheld,
        CentroidTurn turn,
        LossCurves losses,
        Optional<LossGap> gap,
        boolean near,
        OptionalDouble distance,
        OptionalDouble chance,
        boolean generalised,
        List<Criterion> criteria,
        List<String> remarks) {

    /** The three decisions. */
    public enum Verdict {
        /** Orders fall, then rise, and the loss gap opens near the turn. */
        TWO_PHASE_ONSET("two-phase+onset"),
        /** Orders fall, then rise; no loss gap opens near the turn. */
        TWO_PHASE("two-phase"),
        /** No two phases were found. */
        NONE("none");

        private final String id;

        Verdict(String id) {
            this.id = id;
        }

        /** The name used in files. */
        public String id() {
            return id;
        }
    }

    public PhaseVerdict {
        criteria = List.copyOf(criteria);
        remarks = List.copyOf(remarks);
    }

    /** Step at which the gap opens under the verdict's rule. */
    public OptionalDouble onset() {
        return gap.isPresent() ? gap.get().onset().step() : OptionalDouble.empty();
    }

    /** Step of the turn. */
    public OptionalDouble tStar() {
        return turn.tStar().isPresent() ? OptionalDouble.of(turn.tStar().get().value()) : OptionalDouble.empty();
    }
}
