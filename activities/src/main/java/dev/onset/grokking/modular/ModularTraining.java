package dev.onset.grokking.modular;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.numeric.Rows;
import dev.onset.random.CounterRandom;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * Full-batch AdamW on addition modulo P. Confined to one thread; deterministic to the bit from (settings, seed), whatever
 * restores lie between. u, v ~ N(0, 1/(2P)), a ~ N(0, 1/N). A step allocates nothing.
 */
public final class ModularTraining {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.98;
    private static final double EPSILON = 1e-8;

    // what a stream of random numbers is for
    private static final int START = 3;
    private static final int SPLIT = 5;

    private final ModularSettings settings;
    private final int prime;
    private final int width;
    private final int trained;
    private final int[] pairs;
    private final FourierConcentration concentration;

    private final double[] parameters;
    private final double[] mean;
    private final double[] square;
    private final double[] gradient;
    private final double[] sum;
    private final double[] hidden;
    private final double[] outputs;
    private final double[] back;
    private final double[] outputGradient;
    private final double[] outputWeights;
    private long step;

    public ModularTraining(ModularSettings settings, long seed) {
        this.settings = settings;
        prime = settings.prime();
        width = settings.width();
        int all = settings.pairs();
        trained = settings.trainedPairs();
        pairs = order(CounterRandom.ofStep(seed, SPLIT, 0, 0).splittable(), all);
        concentration = new FourierConcentration(prime);
        int block = prime * width;
        parameters = new double[3 * block];
        mean = new double[3 * block];
        square = new double[3 * block];
        gradient = new double[3 * block];
        SplittableRandom start = CounterRandom.ofStep(seed, START, 0, 0).splittable();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = start.nextGaussian() * Math.sqrt(i < 2 * block ? 1.0 / (2 * prime) : 1.0 / width);
        }
        sum = new double[trained * width];
        hidden = new double[trained * width];
        back = new double[trained * width];
        outputs = new double[trained * prime];
        outputGradient = new double[block];
        outputWeights = new double[block];
    }

    /** Fisher and Yates, inside out; the libraries' shuffles take generators of another kind. */
    private static int[] order(SplittableRandom random, int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Steps taken. */
    public long step() {
        return step;
    }

    /**
     * Trains on to a step.
     *
     * @param each called with every step taken; it may throw to stop between two steps
     * @throws OnsetException TRAINING_DIVERGED when the loss is not finite; the state then is that before the step
     */
    public void advance(long toStep, LongConsumer each) {
        while (step < toStep) {
            gradients();
            update();
            step++;
            each.accept(step);
        }
    }

    private void gradients() {
        int block = prime * width;
        System.arraycopy(parameters, 2 * block, outputWeights, 0, block);
        double scale = 2.0 / (trained * (double) prime);
        double loss = 0;
        for (int r = 0; r < trained; r++) {
            forward(pairs[r], r * width);
            int right = sumOf(pairs[r]);
            for (int p = 0; p < prime; p++) {
                double miss = Rows.dot(hidden, r * width, outputWeights, p * width, width) - target(p, right);
                loss += miss * miss;
                outputs[r * prime + p] = scale * miss;
            }
        }
        if (!Double.isFinite(loss)) {
            throw new OnsetException(
                    ErrorCode.TRAINING_DIVERGED,
                    "modular training: the loss at step " + step + " is not finite; lower learningRate (now "
                            + settings.learningRate() + "); checkpoints before this step stay usable");
        }
        Rows.multiplyTransposed(outputs, hidden, outputGradient, trained, prime, width);
        Rows.multiply(outputs, outputWeights, back, trained, prime, width);
        Arrays.fill(gradient, 0, 2 * block, 0);
        System.arraycopy(outputGradient, 0, gradient, 2 * block, block);
        for (int r = 0; r < trained; r++) {
            int u = pairs[r] / prime * width;
            int v = block + pairs[r] % prime * width;
            int row = r * width;
            for (int i = 0; i < width; i++) {
                double g = 2 * sum[row + i] * back[row + i];
                back[row + i] = g;
            }
            Rows.axpy(1, back, row, gradient, u, width);
            Rows.axpy(1, back, row, gradient, v, width);
        }
    }

    private void forward(int pair, int row) {
        int u = pair / prime * width;
        int v = prime * width + pair % prime * width;
        for (int i = 0; i < width; i++) {
            double h = parameters[u + i] + parameters[v + i];
            sum[row + i] = h;
            hidden[row + i] = h * h;
        }
    }

    private int sumOf(int pair) {
        return (pair / prime + pair % prime) % prime;
    }

    private double target(int p, int right) {
        return (p == right ? 1.0 : 0.0) - 1.0 / prime;
    }

    private void update() {
        double rate = settings.learningRate();
        double keep = 1 - rate * settings.weightDecay();
        double first = 1 - Math.pow(BETA1, step + 1.0);
        double second = 1 - Math.pow(BETA2, step + 1.0);
        for (int i = 0; i < parameters.length; i++) {
            double g = gradient[i];
            double m = BETA1 * mean[i] + (1 - BETA1) * g;
            double s = BETA2 * square[i] + (1 - BETA2) * g * g;
            mean[i] = m;
            square[i] = s;
            parameters[i] = keep * parameters[i] - rate * (m / first) / (Math.sqrt(s / second) + EPSILON);
        }
    }

    /** Losses, accuracies and order parameter of the present parameters; changes nothing that training depends on. */
    public ModularObservation observe() {
        int block = prime * width;
        double[] losses = new double[2];
        int[] right = new int[2];
        for (int r = 0; r < pairs.length; r++) {
            int set = r < trained ? 0 : 1;
            forward(pairs[r], 0);
            int correct = sumOf(pairs[r]);
            int best = 0;
            double top = Double.NEGATIVE_INFINITY;
            for (int p = 0; p < prime; p++) {
                double f = Rows.dot(hidden, 0, parameters, 2 * block + p * width, width);
                double miss = f - target(p, correct);
                losses[set] += miss * miss;
                if (f > top) {
                    top = f;
                    best = p;
                }
            }
            right[set] += best == correct ? 1 : 0;
        }
        int tested = pairs.length - trained;
        return new ModularObservation(
                step,
                losses[0] / trained / prime,
                losses[1] / tested / prime,
                (double) right[0] / trained,
                (double) right[1] / tested,
                concentration.of(parameters, width));
    }

    public ModularState state() {
        return new ModularState(step, parameters.clone(), mean.clone(), square.clone());
    }

    /**
     * Takes up a state.
     *
     * @throws OnsetException STORE_CORRUPT when it is of another shape
     */
    public void restore(ModularState state) {
        if (state.parameters().length != parameters.length
                || state.mean().length != mean.length
                || state.square().length != square.length
                || state.step() < 0) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    "modular training: the state has " + state.parameters().length + " parameters at step "
                            + state.step() + ", this training has " + parameters.length + "; it was not taken up");
        }
        System.arraycopy(state.parameters(), 0, parameters, 0, parameters.length);
        System.arraycopy(state.mean(), 0, mean, 0, mean.length);
        System.arraycopy(state.square(), 0, square, 0, square.length);
        step = state.step();
    }
}
