package dev.onset.train;

import dev.onset.data.DataSpec;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import dev.onset.train.NetworkSpec.Activation;
import dev.onset.train.NetworkSpec.Conv;
import dev.onset.train.NetworkSpec.Dense;
import dev.onset.train.NetworkSpec.Init;
import dev.onset.train.NetworkSpec.MaxPool;
import dev.onset.train.TrainingSpec.Optimizer;
import java.util.List;

/** Networks and settings that the tests share. */
final class Networks {
    static final NetworkSpec LINEAR = new NetworkSpec(Init.FAN_IN_UNIFORM, List.of());
    static final NetworkSpec MLP = mlp(Activation.RELU, 0, 128, 128, 128);
    static final NetworkSpec SMALL = mlp(Activation.RELU, 0, 24, 16);
    static final NetworkSpec TANH = mlp(Activation.TANH, 0, 24, 16);
    static final NetworkSpec DROPOUT = mlp(Activation.RELU, 0.3, 24, 16);
    static final NetworkSpec CONV = new NetworkSpec(
            Init.FAN_IN_UNIFORM,
            List.of(
                    new Conv(4, 3, 1, Activation.RELU),
                    new MaxPool(2),
                    new Conv(5, 2, 0, Activation.TANH),
                    new Dense(12, Activation.RELU, 0)));
    static final NetworkSpec CONV_TO_READOUT =
            new NetworkSpec(Init.HE, List.of(new Conv(3, 4, 2, Activation.RELU), new MaxPool(2), new MaxPool(2)));

    static final DataSpec DIGITS =
            new DataSpec("bundled:digits", "", DataSpec.Format.CSV, List.of(1, 8, 8), 10, 16, false, 300, 1000, 0, 0);

    private Networks() {}

    static NetworkSpec mlp(Activation activation, double dropout, Integer... units) {
        return new NetworkSpec(
                Init.FAN_IN_UNIFORM,
                List.of(units).stream()
                        .map(u -> (NetworkSpec.Layer) new Dense(u, activation, dropout))
                        .toList());
    }

    static TrainingSpec sgd(double rate, double momentum, double decay) {
        return new TrainingSpec(Optimizer.SGD, rate, momentum, decay, 32, 3000, 600, 0);
    }

    static TrainingSpec adam(double rate, double decay) {
        return new TrainingSpec(Optimizer.ADAM, rate, 0, decay, 32, 3000, 600, 0);
    }

    static TrainingSpec shifted(TrainingSpec of, int shift) {
        return new TrainingSpec(
                of.optimizer(),
                of.learningRate(),
                of.momentum(),
                of.weightDecay(),
                of.batch(),
                of.steps(),
                of.segmentSeconds(),
                of.commitSeconds(),
                new AugmentationSpec(shift));
    }

    static Split digits() {
        return Split.of(DatasetReader.readBundled("bundled:digits", DIGITS), DIGITS, 0);
    }

    static NetworkTrainer open(NetworkSpec network, TrainingSpec training, Split split, long seed) {
        return NetworkTrainer.open(network, training, DIGITS.shape(), 10, split.trainRows(), split.trainLabels(), seed);
    }

    static double accuracy(float[] logits, int[] labels) {
        int classes = logits.length / labels.length;
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = logits[i * classes + c] > logits[i * classes + best] ? c : best;
            }
            right += best == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }
}
