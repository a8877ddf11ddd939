package dev.onset.imported;

import dev.onset.contracts.Device;
import dev.onset.contracts.OnsetException;
import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.evaluate.Logits;
import dev.onset.evaluate.ModelBinding;
import dev.onset.evaluate.OnnxEvaluator;
import dev.onset.trainer.TrainerSpec;
import dev.onset.trainer.TrainerSpec.Checkpoint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Opens every checkpoint and asks it about some examples, before anything is stored. */
public final class ImportCheck {
    static final int ASKED = 32;

    private ImportCheck() {}

    /** How examples go into networks that were not written here. */
    public static ModelBinding binding(TrainerSpec.Tensors trainer, DataSpec data) {
        return new ModelBinding(
                trainer.input().sources(), trainer.output(), data.shape(), data.classes(), trainer.padding());
    }

    /**
     * Makes sure that every network takes the data and gives finite logits of its classes.
     *
     * @param files the study's files by role, on this machine
     * @throws OnsetException MODEL_INVALID naming the file and what is wrong with it
     */
    public static void check(TrainerSpec.Import trainer, DataSpec data, Split split, Map<String, Path> files) {
        for (Checkpoint checkpoint : trainer.found()) {
            Path file = files.get(checkpoint.role());
            if (file == null) {
                throw new IllegalArgumentException("no file " + checkpoint.role() + " among " + files.keySet());
            }
            try {
                check(file, checkpoint.model(), binding(trainer, data), split);
            } catch (OnsetException e) {
                boolean said = String.valueOf(e.getMessage()).contains("nothing was");
                throw said ? e : new OnsetException(e.code(), e.getMessage() + "; nothing was written", e);
            }
        }
    }

    /**
     * Makes sure that one network takes the data and gives finite logits of its classes.
     *
     * @param name as messages call it
     * @throws OnsetException MODEL_INVALID
     */
    public static void check(Path file, String name, ModelBinding binding, Split split) {
        try (OnnxEvaluator network = OnnxEvaluator.open(file, name, binding, Device.CPU, 0)) {
            Logits.require(file, network, some(split.trainRows(), split.features()), asked(split.trainLabels()));
            Logits.require(file, network, some(split.testRows(), split.features()), asked(split.testLabels()));
        }
    }

    private static int asked(int[] labels) {
        return Math.min(ASKED, labels.length);
    }

    private static float[] some(float[] rows, int features) {
        return Arrays.copyOf(rows, Math.min(rows.length, ASKED * features));
    }
}
