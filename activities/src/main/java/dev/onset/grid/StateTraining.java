package dev.onset.grid;

import dev.onset.kind.ResumableTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;

/** A vector training whose checkpoints are state files. */
final class StateTraining implements ResumableTraining {
    private final String kind;
    private final VectorTraining training;

    StateTraining(String kind, VectorTraining training) {
        this.kind = kind;
        this.training = training;
    }

    @Override
    public long step() {
        return training.step();
    }

    @Override
    public void restore(Path checkpoint) throws IOException {
        StateFiles.State state = StateFiles.read(checkpoint, kind);
        training.restore(state.step(), state.values());
    }

    @Override
    public void advance(long step, LongConsumer each) {
        training.advance(step, each);
    }

    @Override
    public Map<String, Path> write(Path folder) {
        return StateFiles.write(folder, kind, training.step(), training.state());
    }

    /** Holds no native memory. */
    @Override
    public void close() {}
}
