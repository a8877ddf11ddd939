package dev.onset.phases;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a reader has to know about a run before believing its verdict. */
final class Remarks {
    private static final int COMFORTABLE_CHECKPOINTS = 20;
    private static final int ENOUGH_SAMPLES = 10;
    private static final int EARLY = 10;

    private Remarks() {}

    static List<String> of(
            PhaseSeries series,
            DetectorSpec spec,
            double equallySparseRange,
            CentroidTurn turn,
            Optional<LossGap> gap) {
        List<String> out = new ArrayList<>();
        int trained = series.checkpoints() - OnsetRule.firstTrained(series.steps());
        if (series.checkpoints() < spec.minimumCheckpoints()) {
            out.add("With fewer than " + spec.minimumCheckpoints() + " checkpoints (" + series.checkpoints()
                    + " here) t* is biased late.");
        } else if (trained < COMFORTABLE_CHECKPOINTS) {
            out.add("The detector was calibrated on at least " + COMFORTABLE_CHECKPOINTS
                    + " checkpoints after step 0; this run has " + trained + ".");
        }
        if (series.steps()[0] != 0) {
            out.add("The initial network was not observed; what fell before step " + series.steps()[0]
                    + " is not counted.");
        }
        if (trained > 0 && series.steps()[OnsetRule.firstTrained(series.steps())] > EARLY) {
            out.add("The first trained checkpoint is step "
                    + series.steps()[OnsetRule.firstTrained(series.steps())]
                    + "; an earlier turn could not be seen.");
        }
        if (series.samples() < ENOUGH_SAMPLES) {
            out.add("Intervals rest on " + series.samples() + " samples; below " + ENOUGH_SAMPLES
                    + " a bootstrap is too narrow.");
        }
        int empty = 0;
        for (double c : turn.centroid()) {
            empty += c == 0 ? 1 : 0;
        }
        if (empty > 0) {
            out.add("Checkpoints without a salient interaction were left out: " + empty + " of " + series.checkpoints()
                    + ".");
        }
        if (equallySparseRange == 0) {
            out.add(
                    "The range of the centroid over equally sparse extractions is unknown, so fall and rise were not held"
                            + " against it.");
        }
        gap.filter(LossGap::exists)
                .ifPresent(g -> out.add(
                        g.onset().step().isPresent()
                                ? "The onset depends on its rule by about a factor of 2 either way; other shares are listed"
                                        + " beside it."
                                : "The gap is above " + g.onset().rule()
                                        + " from the first checkpoint on; its opening was not seen."));
        return out;
    }
}
