package dev.onset.train;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.random.CounterRandom;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a network by cross entropy, resumable to the bit.
 *
 * <p>What step s does is a pure function of (network, settings, data, seed, state after step s-1): batches, shifts of
 * images, initial values and dropout come from counter-based randomness. So {@link #restore} of what {@link #state} gave, here or in another
 * process of the same {@link TrainingProfile}, goes on to equal bits. A trainer keeps nothing on disk: a crash loses what was
 * not saved as a state.
 *
 * <p>One thread uses a trainer, from {@link #open} to {@link #close}; several trainers may run beside each other on threads
 * of their own.
 */
public final class NetworkTrainer implements AutoCloseable {
    private static final long INITIAL = 11;
    private static final long ORDER = 12;
    private static final long DROPOUT = 13;
    private static final long SHIFTS = 14;

    private final NetworkSpec network;
    private final List<Integer> shape;
    private final int classes;
    private final int features;
    private final int batch;
    private final float[] rows;
    private final int[] labels;
    private final NetworkLayout layout;
    private final BatchOrder order;
    private final UpdateRule rule;
    private final CounterRandom dropout;
    private final Optional<RandomShifts> shifts;
    private final float[] moved;
    private final float[] parameters;
    private final float[] gradient;

    private final INDArray nativeParameters;
    private final INDArray batchRows;
    private final INDArray batchLabels;
    private final FloatBuffer parameterView;
    private final FloatBuffer rowView;
    private final FloatBuffer labelView;
    private final MultiLayerNetwork model;
    private final FloatBuffer gradientView;
    private final MultiLayerNetwork readout;
    private long step;

    /**
     * A trainer at step 0.
     *
     * @param shape shape of one example, [features] or [channels, height, width]
     * @param rows training inputs, [count x features] row by row; read, never written
     * @param labels their classes, [count]; read, never written
     * @param seed decides initial values, batch order, shifts and dropout
     */
    public static NetworkTrainer open(
            NetworkSpec network,
            TrainingSpec training,
            List<Integer> shape,
            int classes,
            float[] rows,
            int[] labels,
            long seed) {
        if (training.batch() > labels.length) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "training.batch is " + training.batch() + "; it must not exceed the " + labels.length
                            + " training examples");
        }
        TrainingLibrary.pin();
        return new NetworkTrainer(network, training, shape, classes, rows, labels, seed);
    }

    private NetworkTrainer(
            NetworkSpec network,
            TrainingSpec training,
            List<Integer> shape,
            int classes,
            float[] rows,
            int[] labels,
            long seed) {
        this.network = network;
        this.shape = List.copyOf(shape);
        this.classes = classes;
        this.rows = rows;
        this.labels = labels;
        features = shape.stream().reduce(1, Math::multiplyExact);
        if (rows.length != (long) labels.length * features) {
            throw new IllegalArgumentException(
                    rows.length + " values are not " + labels.length + " rows of " + features);
        }
        batch = training.batch();
        layout = NetworkLayout.of(network, shape, classes);
        order = new BatchOrder(new CounterRandom(seed, ORDER), labels.length, batch);
        rule = new UpdateRule(training, layout.parameters());
        dropout = new CounterRandom(seed, DROPOUT);
        int shift = training.augmentation().shift();
        shifts = shift > 0
                ? Optional.of(new RandomShifts(new CounterRandom(seed, SHIFTS), shift, shape))
                : Optional.empty();
        moved = new float[shift > 0 ? features : 0];
        parameters = InitialParameters.draw(layout, network.init(), new CounterRandom(seed, INITIAL));
        gradient = new float[parameters.length];

        nativeParameters = Nd4j.create(DataType.FLOAT, 1, parameters.length);
        batchRows = Nd4j.create(DataType.FLOAT, batch, features);
        batchLabels = Nd4j.create(DataType.FLOAT, batch, classes);
        parameterView = view(nativeParameters);
        rowView = view(batchRows);
        labelView = view(batchLabels);
        parameterView.put(0, parameters);
        model = Dl4jNetworks.training(layout, shape, nativeParameters);
        model.initGradientsView();
        gradientView = view(model.getFlattenedGradients());
        readout = Dl4jNetworks.logits(layout, shape, nativeParameters);
    }

    private static FloatBuffer view(INDArray array) {
        return array.data().asNioFloat();
    }

    /** Steps made. */
    public long step() {
        return step;
    }

    /**
     * Trains up to a step.
     *
     * @param afterEachStep told the number of each step once it is made; what it throws ends the training there, with this
     *     trainer's state that of the step told
     * @throws OnsetException {@link ErrorCode#TRAINING_DIVERGED} when loss, gradient or a parameter is not finite; the
     *     trainer is of no further use, states taken before are
     */
    public void advance(long toStep, LongConsumer afterEachStep) {
        while (step < toStep) {
            next();
            afterEachStep.accept(step);
        }
    }

    private void next() {
        fillBatch();
        if (layout.hasDropout()) {
            Nd4j.getRandom().setSeed(dropout.bits(step));
        }
        model.setInput(batchRows);
        model.setLabels(batchLabels);
        model.computeGradientAndScore();
        refuseUnlessFinite("loss", model.score());
        gradientView.get(0, gradient);
        refuseUnlessFinite("gradient", largest(gradient));
        rule.apply(parameters, gradient, batch, step + 1);
        refuseUnlessFinite("parameters", largest(parameters));
        parameterView.put(0, parameters);
        step++;
    }

    private void fillBatch() {
        for (int i = 0; i < batch * classes; i++) {
            labelView.put(i, 0);
        }
        for (int i = 0; i < batch; i++) {
            int row = order.row(step, i);
            if (shifts.isPresent()) {
                shifts.get().move(rows, row, step, moved);
                rowView.put(i * features, moved, 0, features);
            } else {
                rowView.put(i * features, rows, row * features, features);
            }
            labelView.put(i * classes + labels[row], 1);
        }
    }

    /** The value of largest magnitude, or one that is not finite if there is one: bits order as magnitudes do. */
    private static float largest(float[] values) {
        int largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Float.floatToRawIntBits(value) & Integer.MAX_VALUE);
        }
        return Float.intBitsToFloat(largest);
    }

    private void refuseUnlessFinite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new OnsetException(
                    ErrorCode.TRAINING_DIVERGED,
                    "training diverged at step " + (step + 1) + ": " + what + " not finite (" + value
                            + "); the state after step " + step + " is the last that can be used");
        }
    }

    /** Everything that decides how training goes on; a copy. */
    public TrainerState state() {
        return new TrainerState(step, order.epoch(step), parameters.clone(), rule.memory());
    }

    /**
     * Puts a state back, from this or another trainer of the same network, settings, data and seed.
     *
     * @throws OnsetException {@link ErrorCode#PROFILE_MISMATCH} when it does not fit this network and update rule
     */
    public void restore(TrainerState state) {
        int memory = rule.memory().length;
        if (state.parameters().length != parameters.length
                || state.updater().length != memory
                || state.epoch() != order.epoch(state.step())) {
            throw new OnsetException(
                    ErrorCode.PROFILE_MISMATCH,
                    "the state of step " + state.step() + " (epoch " + state.epoch() + ", " + state.parameters().length
                            + " parameters, " + state.updater().length + " updater values) is not one of this training"
                            + " (epoch " + order.epoch(state.step()) + ", " + parameters.length + " parameters, "
                            + memory + " updater values); nothing was changed");
        }
        System.arraycopy(state.parameters(), 0, parameters, 0, parameters.length);
        rule.restore(state.updater());
        parameterView.put(0, parameters);
        step = state.step();
    }

    /**
     * The network's outputs before the softmax, without dropout.
     *
     * @param inputs row by row, at least count rows of all features; what follows them is not read
     * @return [count x classes] row by row
     */
    public float[] logits(float[] inputs, int count) {
        try (INDArray x = Nd4j.create(Arrays.copyOf(inputs, count * features), new long[] {count, features}, 'c');
                INDArray y = readout.output(x, false).dup('c')) {
            return y.data().asFloat();
        }
    }

    /** Writes the network as ONNX, which gives the logits; see {@link OnnxWriter}. */
    public void writeOnnx(Path file) {
        OnnxWriter.write(network, shape, classes, parameters, file);
    }

    /** Frees native memory, of this thread's work spaces too. */
    @Override
    public void close() {
        // the manager's own way to destroy them all runs the collector besides, a tenth of a second
        MemoryWorkspaceManager spaces = Nd4j.getWorkspaceManager();
        List.copyOf(spaces.getAllWorkspacesForCurrentThread()).forEach(spaces::destroyWorkspace);
        model.getFlattenedGradients().close();
        batchRows.close();
        batchLabels.close();
        nativeParameters.close();
    }
}
