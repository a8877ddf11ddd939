package dev.onset.trainer;

import dev.onset.contracts.Device;
import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.evaluate.Logits;
import dev.onset.evaluate.ModelBinding;
import dev.onset.evaluate.OnnxEvaluator;
import java.nio.file.Path;
import java.util.Arrays;

/** ONNX networks that were not written here: how examples go into them, and whether they take them. */
public final class ForeignNetworks {
    private static final int ASKED = 32;

    private ForeignNetworks() {}

    /** How examples go in and logits come out. */
    public static ModelBinding binding(TrainerSpec.Tensors trainer, DataSpec data) {
        return new ModelBinding(
                trainer.input().sources(), trainer.output(), data.shape(), data.classes(), trainer.padding());
    }

    /** How many of some examples are asked about: enough to see what a network gives. */
    public static int asked(int examples) {
        return Math.min(ASKED, examples);
    }

    /**
     * Makes sure that a network takes the data and gives finite logits of its classes.
     *
     * @param name as messages call it
     * @throws dev.onset.contracts.OnsetException MODEL_INVALID
     */
    public static void require(Path file, String name, ModelBinding binding, Split split) {
        try (OnnxEvaluator network = OnnxEvaluator.open(file, name, binding, Device.CPU, 0)) {
            require(file, name, network, split.trainRows(), split.trainLabels().length);
            require(file, name, network, split.testRows(), split.testLabels().length);
        }
    }

    private static void require(Path file, String name, OnnxEvaluator network, float[] rows, int examples) {
        int asked = asked(examples);
        Logits.require(file, name, network, Arrays.copyOf(rows, asked * network.features()), asked);
    }
}
