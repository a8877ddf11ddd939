package dev.onset.twophase;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.onset.contracts.CheckpointSpec;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import dev.onset.data.DataSpec;
import dev.onset.evaluate.EvaluatorSpec;
import dev.onset.game.ObservationSpec;
import dev.onset.phases.DetectorSpec;
import dev.onset.train.NetworkSpec;
import dev.onset.train.TrainingSpec;
import dev.onset.trainer.TrainerSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network's interactions by order through training: falls to low orders, then rises (arXiv 2405.10262).
 *
 * @param trainer where the checkpoints come from
 * @param network what is trained here; absent where nothing is
 * @param training how; absent where nothing is trained here
 * @param checkpoints the steps that are committed and observed; those found where checkpoints are imported
 * @param live what follows when the network's own run enters its second phase
 * @param controls further networks trained and observed beside the study's own with the same settings, drawn for comparison
 * @param evaluator how networks are asked
 */
@JsonTypeName(TwoPhase.KIND)
public record TwoPhase(
        TrainerSpec trainer,
        DataSpec data,
        @Nullable NetworkSpec network,
        @Nullable TrainingSpec training,
        CheckpointSpec checkpoints,
        ObservationSpec observation,
        DetectorSpec detector,
        LiveSpec live,
        List<Control> controls,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = EvaluatorSpec.Plain.class)
        EvaluatorSpec evaluator)
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
        trainer = trainer == null ? new TrainerSpec.Dl4j() : trainer; // studies stored before there was a choice
        Require.present("data", data);
        if (trainer instanceof TrainerSpec.Dl4j) {
            Require.present("network", network);
            Require.present("training", training);
        } else {
            Require.that(network == null, "network", "given", "has no place where nothing is trained by Onset itself");
            Require.that(
                    training == null, "training", "given", "has no place where nothing is trained by Onset itself");
        }
        Require.present("checkpoints", checkpoints);
        Require.present("observation", observation);
        Require.present("detector", detector);
        live = live == null ? LiveSpec.NONE : live;
        controls = controls == null ? List.of() : List.copyOf(controls);
        evaluator = evaluator == null ? new EvaluatorSpec.Onnx() : evaluator;
        if (training != null) {
            within(training.steps(), "training.steps is", checkpoints, live);
        } else if (trainer instanceof TrainerSpec.Process) {
            within(checkpoints.lastStep(), "the last of checkpoints is", checkpoints, live);
            alone(controls, "a process that trains it");
        } else {
            imported(live, controls);
        }
    }

    /** @param words that name the last step */
    private static void within(long steps, String words, CheckpointSpec checkpoints, LiveSpec live) {
        if (checkpoints.lastStep() > steps) {
            throw new FieldException(
                    "checkpoints", "reach step " + checkpoints.lastStep() + " but " + words + " " + steps);
        }
        if (live.extendTo() > 0 && live.extendTo() <= steps) {
            throw new FieldException(
                    "live.extendTo",
                    "is " + live.extendTo() + " but " + words + " " + steps + " already; give more, or 0");
        }
    }

    private static void alone(List<Control> controls, String what) {
        if (!controls.isEmpty()) {
            throw new FieldException("controls", "is " + controls + "; nothing is trained beside " + what);
        }
    }

    private static void imported(LiveSpec live, List<Control> controls) {
        alone(controls, "imported checkpoints");
        if (live.extendTo() > 0 || live.stopAfter() > 0 || live.keepCheckpoint()) {
            throw new FieldException(
                    "live",
                    "asks for more or fewer steps or another checkpoint; imported checkpoints are what they are");
        }
    }

    /** The study's own network, of a study that trains one here. */
    NetworkSpec networkTrained() {
        if (network == null) {
            throw new IllegalStateException("the study trains no network");
        }
        return network;
    }

    /** How it is trained. */
    TrainingSpec trainingDone() {
        if (training == null) {
            throw new IllegalStateException("the study trains no network");
        }
        return training;
    }

    /** How many steps are trained. */
    long steps() {
        return training == null ? checkpoints.lastStep() : training.steps();
    }

    /** The steps that are committed and observed, ascending. */
    List<Long> schedule() {
        return trainer instanceof TrainerSpec.Import existing
                        && !existing.found().isEmpty()
                ? existing.schedule()
                : checkpoints.steps();
    }

    /** The same study of checkpoints that were found. */
    TwoPhase with(TrainerSpec.Import existing, DataSpec parts) {
        CheckpointSpec steps = new CheckpointSpec(List.of(), List.of(), existing.schedule());
        return new TwoPhase(existing, parts, null, null, steps, observation, detector, live, controls, evaluator);
    }

    /** The same study with the files of its training found. */
    TwoPhase with(TrainerSpec.Process process) {
        return new TwoPhase(
                process, data, network, training, checkpoints, observation, detector, live, controls, evaluator);
    }

    /** The same study of data whose parts have been looked at. */
    TwoPhase with(DataSpec parts) {
        return new TwoPhase(
                trainer, parts, network, training, checkpoints, observation, detector, live, controls, evaluator);
    }

    @Override
    public String kind() {
        return KIND;
    }
}
