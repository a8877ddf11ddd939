package dev.onset.twophase;

import dev.onset.contracts.CheckpointSpec;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.trainer.TrainerSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A two-phase study of another length. The scheduled steps stay; those of a longer one go on from the last at the ratio of the
 * last two, so that a logarithmic schedule stays one, and end at the new last step.
 */
final class Revision {
    private static final double LEAST_RATIO = 1.05;

    private Revision() {}

    static StudySpec longer(StudySpec spec, long steps) {
        TwoPhase experiment = (TwoPhase) spec.experiment();
        long before = trained(spec).steps();
        if (steps <= before) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "study " + spec.study() + " trains " + before + " steps; it can be extended to more, not to "
                            + steps + "; nothing was changed");
        }
        return revised(spec, steps, schedule(experiment.checkpoints().steps(), steps));
    }

    /** @param step one of the schedule's, before its last */
    static StudySpec shorter(StudySpec spec, long step) {
        List<Long> scheduled = trained(spec).schedule();
        if (!scheduled.contains(step) || step == scheduled.get(scheduled.size() - 1)) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "study " + spec.study() + " has no checkpoint at step " + step
                            + " before its last; it cannot end there; nothing was changed");
        }
        return revised(
                spec,
                step,
                scheduled.stream().filter(earlier -> earlier <= step).toList());
    }

    private static TwoPhase trained(StudySpec spec) {
        TwoPhase experiment = (TwoPhase) spec.experiment();
        if (experiment.trainer() instanceof TrainerSpec.Import) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "study " + spec.study() + " has imported checkpoints, which are what they are; nothing was changed;"
                            + " run it again where its folder holds more of them");
        }
        return experiment;
    }

    private static StudySpec revised(StudySpec spec, long steps, List<Long> schedule) {
        TwoPhase experiment = (TwoPhase) spec.experiment();
        TwoPhase revised = new TwoPhase(
                experiment.trainer(),
                experiment.data(),
                experiment.network(),
                experiment.training() == null ? null : experiment.training().withSteps(steps),
                new CheckpointSpec(List.of(), List.of(), schedule),
                experiment.observation(),
                experiment.detector(),
                experiment.live().revised(),
                experiment.controls(),
                experiment.evaluator());
        return new StudySpec(spec.study(), spec.description(), spec.evidence(), spec.seed(), revised);
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
