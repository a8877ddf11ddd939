package dev.onset.train;

import dev.onset.numeric.Bits;
import dev.onset.random.CounterRandom;
import dev.onset.train.NetworkSpec.Activation;
import dev.onset.train.NetworkSpec.Conv;
import dev.onset.train.NetworkSpec.Dense;
import dev.onset.train.NetworkSpec.Init;
import dev.onset.train.NetworkSpec.MaxPool;
import dev.onset.train.TrainingSpec.Optimizer;
import java.util.List;

/**
 * A few steps of fixed trainings, to tell apart what trains to other bits. They go through the very code that trains: products
 * of matrices that are longer than the blocks in which a library sums them, and of sizes that are no multiple of a vector;
 * convolution, pooling, tanh, dropout, softmax and its loss, forward and backward; both update rules.
 */
final class TrainingProbe {
    private static final int EXAMPLES = 48;
    private static final int BATCH = 37;
    private static final int CLASSES = 10;
    private static final int STEPS = 2;
    private static final long SEED = 20_260_101;

    private TrainingProbe() {}

    /** What the library makes of the trainings, here and now; a fraction of a second. */
    static String bits() {
        Bits bits = new Bits();
        // longer than any block over which a product is summed, and odd
        add(bits, List.of(999), Optimizer.SGD, dense(333, Activation.RELU, 0), dense(61, Activation.TANH, 0.2));
        add(
                bits,
                List.of(3, 14, 14),
                Optimizer.ADAM,
                new Conv(7, 3, 1, Activation.RELU),
                new MaxPool(2),
                new Conv(20, 5, 0, Activation.TANH),
                dense(50, Activation.RELU, 0.1));
        return bits.hex();
    }

    private static Dense dense(int units, Activation activation, double dropout) {
        return new Dense(units, activation, dropout);
    }

    private static void add(Bits bits, List<Integer> shape, Optimizer optimizer, NetworkSpec.Layer... layers) {
        int features = shape.stream().reduce(1, Math::multiplyExact);
        CounterRandom random = new CounterRandom(SEED, features);
        float[] rows = new float[EXAMPLES * features];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) (2 * random.uniform(i) - 1);
        }
        int[] labels = new int[EXAMPLES];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i * 7 % CLASSES;
        }
        TrainingSpec training = new TrainingSpec(optimizer, 0.01, 0.9, 0.001, BATCH, STEPS, 600, 0);
        NetworkSpec network = new NetworkSpec(Init.HE, List.of(layers));
        try (NetworkTrainer trainer = NetworkTrainer.open(network, training, shape, CLASSES, rows, labels, SEED)) {
            trainer.advance(STEPS, step -> {});
            bits.add(trainer.state().parameters())
                    .add(trainer.state().updater())
                    .add(trainer.logits(rows, EXAMPLES));
        }
    }
}
