package dev.onset.train;

import dev.onset.checkpoint.CheckpointFormat;
import dev.onset.checkpoint.CheckpointHeader;
import dev.onset.data.DataSpec;
import dev.onset.kind.ResumableTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;

/** A network's training whose checkpoints have the documented format. */
public final class NetworkTraining implements ResumableTraining {
    /** Changed whenever the same settings give other bits. */
    public static final String VERSION = "2";

    /** Only what the training fingerprint names too, so that equal training writes equal checkpoints. */
    private static final Map<String, String> PRODUCER = Map.of("trainer", VERSION);

    private final NetworkTrainer trainer;
    private final NetworkSpec network;
    private final DataSpec data;
    private final long seed;

    public NetworkTraining(
            NetworkSpec network, TrainingSpec training, DataSpec data, float[] rows, int[] labels, long seed) {
        this.network = network;
        this.data = data;
        this.seed = seed;
        trainer = NetworkTrainer.open(network, training, data.shape(), data.classes(), rows, labels, seed);
    }

    @Override
    public long step() {
        return trainer.step();
    }

    @Override
    public void restore(Path checkpoint) throws IOException {
        CheckpointFormat.Contents read = CheckpointFormat.readState(checkpoint);
        trainer.restore(
                new TrainerState(read.header().step(), read.header().epoch(), read.parameters(), read.updater()));
    }

    @Override
    public void advance(long step, LongConsumer each) {
        trainer.advance(step, each);
    }

    @Override
    public Map<String, Path> write(Path folder) throws IOException {
        trainer.writeOnnx(folder.resolve(CheckpointFormat.MODEL));
        TrainerState state = trainer.state();
        return CheckpointFormat.write(
                folder, header(state), state.parameters(), state.updater(), folder.resolve(CheckpointFormat.MODEL));
    }

    @Override
    public Map<String, Path> writeState(Path folder) {
        TrainerState state = trainer.state();
        return CheckpointFormat.writeState(folder, header(state), state.parameters(), state.updater());
    }

    private CheckpointHeader header(TrainerState state) {
        return CheckpointHeader.of(state.step(), state.epoch(), seed, network, data.shape(), data.classes(), PRODUCER);
    }

    @Override
    public void close() {
        trainer.close();
    }
}
