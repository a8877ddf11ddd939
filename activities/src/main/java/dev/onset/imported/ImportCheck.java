package dev.onset.imported;

import dev.onset.contracts.OnsetException;
import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.trainer.ForeignNetworks;
import dev.onset.trainer.TrainerSpec;
import dev.onset.trainer.TrainerSpec.Checkpoint;
import java.nio.file.Path;
import java.util.Map;

/** Opens every checkpoint and asks it about some examples, before anything is stored. */
public final class ImportCheck {
    private ImportCheck() {}

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
                ForeignNetworks.require(file, checkpoint.model(), ForeignNetworks.binding(trainer, data), split);
            } catch (OnsetException e) {
                boolean said = String.valueOf(e.getMessage()).contains("nothing was");
                throw said ? e : new OnsetException(e.code(), e.getMessage() + "; nothing was written", e);
            }
        }
    }
}
