package dev.onset.springblock;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.Split;
import dev.onset.grid.VectorTraining;
import dev.onset.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Adam on the cross entropy of a layered network, with noise on data, dropout and batches; a step of this training is an epoch.
 * Confined to one thread; deterministic to the bit from (settings, data, seed), whatever restores lie between.
 */
final class SpringTraining implements VectorTraining {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    // what a stream of random numbers is for
    private static final long ORDER = 312;
    private static final long MASKS = 313;
    private static final long WHETHER = 314;
    private static final long WHICH = 315;
    private static final long INPUTS = 316;

    private final SpringSettings settings;
    private final NetworkShape shape;
    private final LayeredNetwork network;
    private final double[] trainRows;
    private final double[] testRows;
    private final int[] trainLabels;
    private final int[] testLabels;
    private final double deviation;
    private final double[] mean;
    private final double[] square;
    private final int[] labels;
    private final long seed;
    private long epoch;

    SpringTraining(SpringSettings settings, Split split, long seed) {
        this.settings = settings;
        this.seed = seed;
        shape = settings.shape();
        network = new LayeredNetwork(shape, settings.alpha(), settings.examples(), seed);
        trainRows = channelsLast(split.trainRows());
        testRows = channelsLast(split.testRows());
        trainLabels = split.trainLabels();
        testLabels = split.testLabels();
        deviation = deviation(trainRows);
        mean = new double[network.parameters.length];
        square = new double[network.parameters.length];
        labels = new int[settings.examples()];
    }

    /** An image has its channels first in data, and last here. */
    private double[] channelsLast(float[] rows) {
        int positions = shape.positions();
        int channels = shape.channels();
        int features = positions * channels;
        double[] out = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int within = i % features;
            out[i - within + within % positions * channels + within / positions] = rows[i];
        }
        return out;
    }

    private static double deviation(double[] rows) {
        double mean = Arrays.stream(rows).average().orElse(0);
        return Math.sqrt(
                Arrays.stream(rows).map(x -> (x - mean) * (x - mean)).average().orElse(0));
    }

    @Override
    public long step() {
        return epoch;
    }

    @Override
    public void advance(long toEpoch, LongConsumer each) {
        while (epoch < toEpoch) {
            int[] order = new CounterRandom(seed, ORDER).stream(epoch).permutation(trainLabels.length);
            long steps = stepsOfAnEpoch();
            for (long s = 0; s < steps; s++) {
                step(order, (int) s * settings.examples(), epoch * steps + s);
            }
            epoch++;
            each.accept(epoch);
        }
    }

    /** A last batch of one example has no variance to normalise by, and is left out. */
    private long stepsOfAnEpoch() {
        int whole = trainLabels.length / settings.examples();
        return whole + (trainLabels.length % settings.examples() > 1 ? 1 : 0);
    }

    private void step(int[] order, int from, long number) {
        int count = Math.min(settings.examples(), trainLabels.length - from);
        fill(order, from, count, number);
        network.gradients(labels, count, settings.dropout(), new CounterRandom(seed, MASKS).stream(number));
        update(number + 1);
    }

    private void fill(int[] order, int from, int count, long number) {
        int features = shape.positions() * shape.channels();
        double[] input = network.input();
        double noise = settings.dataNoise();
        CounterRandom whether = new CounterRandom(seed, WHETHER).stream(number);
        CounterRandom which = new CounterRandom(seed, WHICH).stream(number);
        CounterRandom inputs = new CounterRandom(seed, INPUTS).stream(number);
        for (int i = 0; i < count; i++) {
            int example = order[from + i];
            System.arraycopy(trainRows, example * features, input, i * features, features);
            labels[i] =
                    noise > 0 && whether.uniform(i) < noise ? which.below(shape.classes(), i) : trainLabels[example];
        }
        for (int k = 0; noise > 0 && k < count * features; k++) {
            input[k] += noise * deviation * inputs.gaussian(k);
        }
    }

    private void update(long number) {
        double rate = settings.learningRate();
        double first = 1 - Math.pow(BETA1, number);
        double second = 1 - Math.pow(BETA2, number);
        double[] p = network.parameters;
        double[] gradient = network.gradient;
        for (int i = 0; i < p.length; i++) {
            double g = gradient[i];
            double m = BETA1 * mean[i] + (1 - BETA1) * g;
            double s = BETA2 * square[i] + (1 - BETA2) * g * g;
            mean[i] = m;
            square[i] = s;
            p[i] -= rate * (m / first) / (Math.sqrt(s / second) + EPSILON);
        }
    }

    /** Parameters, both moments, running statistics. */
    @Override
    public double[] state() {
        int n = mean.length;
        double[] all = Arrays.copyOf(network.parameters, 3 * n + network.statistics.length);
        System.arraycopy(mean, 0, all, n, n);
        System.arraycopy(square, 0, all, 2 * n, n);
        System.arraycopy(network.statistics, 0, all, 3 * n, network.statistics.length);
        return all;
    }

    @Override
    public void restore(long step, double[] state) {
        int n = mean.length;
        if (state.length != 3 * n + network.statistics.length || step < 0) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    "spring-block training: the state has " + state.length + " numbers at epoch " + step
                            + ", this training " + (3 * n + network.statistics.length) + "; it was not taken up");
        }
        System.arraycopy(state, 0, network.parameters, 0, n);
        System.arraycopy(state, n, mean, 0, n);
        System.arraycopy(state, 2 * n, square, 0, n);
        System.arraycopy(state, 3 * n, network.statistics, 0, network.statistics.length);
        epoch = step;
    }

    @Override
    public SpringObservation observe() {
        List<DataSeparation> found = new ArrayList<>();
        double[] logits = network.infer(
                trainRows,
                trainLabels.length,
                (l, values, features) -> DataSeparation.of(values, trainLabels, features, shape.classes())
                        .ifPresent(found::add));
        boolean all = found.size() == shape.hidden() + 1;
        double loss = loss(logits, trainLabels);
        double[] test = network.infer(testRows, testLabels.length, (l, values, features) -> {});
        return new SpringObservation(
                epoch,
                all ? found.stream().mapToDouble(DataSeparation::value).toArray() : new double[0],
                all ? found.stream().mapToDouble(DataSeparation::ratio).toArray() : new double[0],
                Double.isFinite(loss) ? Optional.of(loss) : Optional.empty(),
                accuracy(logits, trainLabels),
                accuracy(test, testLabels));
    }

    private double loss(double[] logits, int[] right) {
        int classes = shape.classes();
        double sum = 0;
        for (int i = 0; i < right.length; i++) {
            double top = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                top = Math.max(top, logits[i * classes + c]);
            }
            double total = 0;
            for (int c = 0; c < classes; c++) {
                total += Math.exp(logits[i * classes + c] - top);
            }
            sum += Math.log(total) + top - logits[i * classes + right[i]];
        }
        return sum / right.length;
    }

    private double accuracy(double[] logits, int[] right) {
        int classes = shape.classes();
        int correct = 0;
        for (int i = 0; i < right.length; i++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = logits[i * classes + c] > logits[i * classes + best] ? c : best;
            }
            correct += best == right[i] ? 1 : 0;
        }
        return (double) correct / right.length;
    }
}
