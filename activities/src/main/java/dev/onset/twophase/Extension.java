package dev.onset.twophase;

import dev.onset.contracts.CheckpointSpec;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.contracts.TrainingSpec;
import dev.onset.contracts.TwoPhase;
import java.util.ArrayList;
import java.util.List;

/**
 * A longer two-phase study. The scheduled steps stay; further ones go on from the last at the ratio of the last two, so that a
 * logarithmic schedule stays one, and end at the new last step.
 */
final class Extension {
    private static final double LEAST_RATIO = 1.05;

    private Extension() {}

    static StudySpec extend(StudySpec spec, long steps) {
        TwoPhase experiment = (TwoPhase) spec.experiment();
        TrainingSpec training = experiment.training();
        if (steps <= training.steps()) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "study " + spec.study() + " trains " + training.steps()
                            + " steps; it can be extended to more, not to " + steps + "; nothing was changed");
        }
        TwoPhase longer = new TwoPhase(
                experiment.data(),
                experiment.network(),
                training.withSteps(steps),
                new CheckpointSpec(
                        List.of(), List.of(), schedule(experiment.checkpoints().steps(), steps)),
                experiment.observation(),
                experiment.detector(),
                experiment.controls());
        return new StudySpec(spec.study(), spec.description(), spec.evidence(), spec.seed(), longer);
    }

    private static List<Long> schedule(List<Long> scheduled, long steps) {
        List<Long> all = new ArrayList<>(scheduled);
        double last = all.get(all.size() - 1);
        double before = all.size() > 1 ? all.get(all.size() - 2) : 0;
        double ratio = Math.max(LEAST_RATIO, before > 0 ? last / before : 2);
        for (double next = last * ratio; next < steps / Math.sqrt(ratio); next *= ratio) {
            all.add(Math.round(next));
        }
        all.add(steps);
        return all;
    }
}
