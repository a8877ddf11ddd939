package dev.onset.twophase;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.onset.contracts.CheckpointSpec;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import dev.onset.data.DataSpec;
import dev.onset.game.ObservationSpec;
import dev.onset.phases.DetectorSpec;
import dev.onset.train.NetworkSpec;
import dev.onset.train.TrainingSpec;
import java.util.List;

/**
 * A network's interactions by order through training: falls to low orders, then rises (arXiv 2405.10262).
 *
 * @param live what follows when the network's own run enters its second phase
 * @param controls further networks trained and observed beside the study's own with the same settings, drawn for comparison
 */
@JsonTypeName(TwoPhase.KIND)
public record TwoPhase(
        DataSpec data,
        NetworkSpec network,
        TrainingSpec training,
        CheckpointSpec checkpoints,
        ObservationSpec observation,
        DetectorSpec detector,
        LiveSpec live,
        List<Control> controls)
        implements Experiment {
    public static final String KIND = "two-phase";

    /** What else is trained and observed. */
    public enum Control {
        /** Softmax regression: no hidden layer, so a logit margin has interactions of order 1 only. */
        LINEAR,
        /**
         * The study's network twice, on disjoint halves of the training examples: interactions that both find on the same
         * sample generalise.
         */
        DISJOINT_HALVES
    }

    public TwoPhase {
        Require.present("data", data);
        Require.present("network", network);
        Require.present("training", training);
        Require.present("checkpoints", checkpoints);
        Require.present("observation", observation);
        Require.present("detector", detector);
        live = live == null ? LiveSpec.NONE : live;
        controls = controls == null ? List.of() : List.copyOf(controls);
        if (checkpoints.lastStep() > training.steps()) {
            throw new FieldException(
                    "checkpoints",
                    "reach step " + checkpoints.lastStep() + " but training.steps is " + training.steps());
        }
        if (live.extendTo() > 0 && live.extendTo() <= training.steps()) {
            throw new FieldException(
                    "live.extendTo",
                    "is " + live.extendTo() + " but training.steps is " + training.steps()
                            + " already; give more, or 0");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }
}
