package dev.onset.twophase;

import dev.onset.data.DataSpec;
import dev.onset.evaluate.Cut;
import dev.onset.evaluate.ModelBinding;
import dev.onset.evaluate.OnnxSplit;
import dev.onset.train.NetworkSpec;
import dev.onset.train.OnnxWriter;
import dev.onset.trainer.ForeignNetworks;
import dev.onset.trainer.TrainerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Splits the networks of a study whose players are inside them, as far as they are known before anything is stored. */
final class CutCheck {
    private CutCheck() {}

    /**
     * Makes sure that every network can be split; of one that a process trains, only its checkpoints tell.
     *
     * @param files the study's files by role, on this machine
     * @throws dev.onset.contracts.OnsetException STUDY_INVALID naming what would do
     */
    static void check(TwoPhase experiment, Cut cut, Map<String, Path> files, Path scratch) throws IOException {
        DataSpec data = experiment.data();
        if (experiment.trainer() instanceof TrainerSpec.Import existing) {
            ModelBinding binding = ForeignNetworks.binding(existing, data);
            for (TrainerSpec.Checkpoint checkpoint : existing.found()) {
                Path file = files.get(checkpoint.role());
                if (file == null) {
                    throw new IllegalArgumentException("no file " + checkpoint.role() + " among " + files.keySet());
                }
                OnnxSplit.require(file, checkpoint.model(), binding, cut, scratch);
            }
        } else if (experiment.trainer() instanceof TrainerSpec.Dl4j) {
            // its parameters do not matter here, so they are all 0
            NetworkSpec network = experiment.networkTrained();
            Path file = scratch.resolve("untrained.onnx");
            OnnxWriter.write(
                    network,
                    data.shape(),
                    data.classes(),
                    new float[OnnxWriter.parameters(network, data.shape(), data.classes())],
                    file);
            OnnxSplit.require(file, "model.onnx", ModelBinding.PLAIN, cut, scratch);
        }
    }
}
