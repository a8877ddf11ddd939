package dev.onset.springblock;

import dev.onset.numeric.Rows;
import dev.onset.random.CounterRandom;
import java.util.Arrays;

/**
 * Forward and back through a network, one batch at a time. Confined to one thread; a batch allocates nothing but its streams of
 * random numbers.
 */
final class LayeredNetwork {
    private static final long START = 311;

    final NetworkShape shape;
    final double[] parameters;
    final double[] gradient;
    final double[] statistics;
    private final double alpha;
    private final BatchNorm[] norms;
    /** Normalised values by layer, 0 for the input. */
    private final double[][] normal;
    /** What follows normalisation, scale and shift: slope of the leaky ReLU times dropout. */
    private final double[][] factor;

    private final double[][] active;
    private final double[] columns;
    private final double[] slopes;
    private final double[] back;
    private final double[] logits;
    private final double[] transposed;

    /** @param batch examples of the largest batch */
    LayeredNetwork(NetworkShape shape, double alpha, int batch, long seed) {
        this.shape = shape;
        this.alpha = alpha;
        parameters = new double[shape.parameters()];
        gradient = new double[shape.parameters()];
        statistics = new double[shape.statistics()];
        start(new CounterRandom(seed, START));
        int layers = shape.hidden() + 1;
        norms = new BatchNorm[layers];
        normal = new double[layers][];
        factor = new double[layers][];
        active = new double[layers][];
        int rows = batch * shape.positions();
        for (int l = 0; l < layers; l++) {
            int width = width(l);
            norms[l] = new BatchNorm(width);
            normal[l] = new double[rows * width];
            active[l] = new double[rows * width];
            factor[l] = new double[l == 0 ? 0 : rows * width];
        }
        int largest = Math.max(shape.fanIn(1), shape.fanIn(2));
        columns = new double[shape.kind() == NetworkShape.Kind.CNN ? rows * largest : 0];
        back = new double[rows * largest];
        slopes = new double[rows * Math.max(shape.channels(), shape.width())];
        logits = new double[batch * shape.classes()];
        transposed = new double[Math.max(shape.features() * shape.classes(), largest * shape.width())];
    }

    /** Numbers that a network with its batch keeps. */
    static long length(NetworkShape shape, long batch) {
        long rows = batch * shape.positions();
        long fan = Math.max(shape.fanIn(1), shape.fanIn(2));
        return 3 * rows * (shape.channels() + (long) shape.hidden() * shape.width())
                + rows * (3 * fan + shape.width())
                + 2L * shape.parameters();
    }

    private int width(int l) {
        return l == 0 ? shape.channels() : shape.width();
    }

    /** Weights and biases uniform in +-1/sqrt(fan-in), scales 1, shifts 0; running means 0, variances 1. */
    private void start(CounterRandom random) {
        Arrays.fill(parameters, 0, shape.channels(), 1);
        for (int l = 1; l <= shape.hidden(); l++) {
            int at = shape.layerAt(l);
            int linear = (shape.fanIn(l) + 1) * shape.width();
            uniform(random.stream(l), at, linear, shape.fanIn(l));
            Arrays.fill(parameters, at + linear, at + linear + shape.width(), 1);
        }
        uniform(random.stream(0), shape.readoutAt(), (shape.features() + 1) * shape.classes(), shape.features());
        for (int l = 0; l <= shape.hidden(); l++) {
            int at = shape.statisticsAt(l) + width(l);
            Arrays.fill(statistics, at, at + width(l), 1);
        }
    }

    private void uniform(CounterRandom random, int at, int count, int fanIn) {
        double bound = 1 / Math.sqrt(fanIn);
        for (int i = 0; i < count; i++) {
            parameters[at + i] = bound * (2 * random.uniform(i) - 1);
        }
    }

    /** Where a batch's inputs are put, [examples x features]. */
    double[] input() {
        return normal[0];
    }

    /**
     * The gradient of the mean cross entropy of a batch whose inputs were put into {@link #input}, which is used up.
     *
     * @param dropout share of units that are set to 0
     * @param masks where dropout's numbers come from
     * @return the mean cross entropy itself
     */
    double gradients(int[] labels, int count, double dropout, CounterRandom masks) {
        int rows = count * shape.positions();
        norms[0].normalise(normal[0], rows, statistics, shape.statisticsAt(0));
        scaled(0, 0, rows);
        for (int l = 1; l <= shape.hidden(); l++) {
            int at = shape.layerAt(l);
            int fanIn = shape.fanIn(l);
            int width = shape.width();
            linear(seen(active[l - 1], l, count, columns), normal[l], rows, fanIn, width, at);
            norms[l].normalise(normal[l], rows, statistics, shape.statisticsAt(l));
            scaled(l, at + (fanIn + 1) * width, rows);
            activate(l, rows * width, dropout, masks.stream(l));
        }
        readout(active[shape.hidden()], logits, count);
        double loss = lossSlopes(labels, count);
        back(count, rows);
        return loss;
    }

    /** out = x W + b, W and b beginning at a parameter. */
    private void linear(double[] x, double[] out, int rows, int in, int width, int at) {
        // the product takes its right-hand side from the start of an array
        System.arraycopy(parameters, at, transposed, 0, in * width);
        Rows.multiply(x, transposed, out, rows, in, width);
        int bias = at + in * width;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                out[i * width + j] += parameters[bias + j];
            }
        }
    }

    private void readout(double[] x, double[] out, int count) {
        linear(x, out, count, shape.features(), shape.classes(), shape.readoutAt());
    }

    /** What the linear map of layer l sees of the layer before. */
    private double[] seen(double[] before, int l, int images, double[] into) {
        if (shape.kind() == NetworkShape.Kind.MLP) {
            return before;
        }
        Gather.columns(before, into, images, shape.side(), width(l - 1));
        return into;
    }

    private void scaled(int l, int scaleAt, int rows) {
        int width = width(l);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                int k = i * width + j;
                active[l][k] = parameters[scaleAt + j] * normal[l][k] + parameters[scaleAt + width + j];
            }
        }
    }

    private void activate(int l, int length, double dropout, CounterRandom masks) {
        double keep = 1 / (1 - dropout);
        double[] y = active[l];
        double[] f = factor[l];
        for (int k = 0; k < length; k++) {
            double slope = y[k] > 0 ? keep : alpha * keep;
            if (dropout > 0 && masks.uniform(k) < dropout) {
                slope = 0;
            }
            f[k] = slope;
            y[k] *= slope;
        }
    }

    /** The mean cross entropy; softmax less one-hot, over the number of examples, in place of the logits. */
    private double lossSlopes(int[] labels, int count) {
        int classes = shape.classes();
        double loss = 0;
        for (int i = 0; i < count; i++) {
            double top = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                top = Math.max(top, logits[i * classes + c]);
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                logits[i * classes + c] = Math.exp(logits[i * classes + c] - top);
                sum += logits[i * classes + c];
            }
            loss -= Math.log(logits[i * classes + labels[i]] / sum) / count;
            for (int c = 0; c < classes; c++) {
                double share = logits[i * classes + c] / sum;
                logits[i * classes + c] = (share - (c == labels[i] ? 1 : 0)) / count;
            }
        }
        return loss;
    }

    private void back(int count, int rows) {
        int last = shape.hidden();
        int width = shape.width();
        linearBack(logits, active[last], slopes, count, shape.features(), shape.classes(), shape.readoutAt());
        for (int l = last; l >= 1; l--) {
            for (int k = 0; k < rows * width; k++) {
                slopes[k] *= factor[l][k];
            }
            int at = shape.layerAt(l);
            int fanIn = shape.fanIn(l);
            norms[l].back(slopes, normal[l], rows, parameters, gradient, at + (fanIn + 1) * width);
            double[] seen = seen(active[l - 1], l, count, columns);
            linearBack(slopes, seen, back, rows, fanIn, width, at);
            if (shape.kind() == NetworkShape.Kind.MLP) {
                System.arraycopy(back, 0, slopes, 0, rows * fanIn);
            } else {
                Arrays.fill(slopes, 0, rows * width(l - 1), 0);
                Gather.scatter(back, slopes, count, shape.side(), width(l - 1));
            }
        }
        norms[0].back(slopes, normal[0], rows, parameters, gradient, 0);
    }

    /** Gradients of W and b, and those of x = out W^T. */
    private void linearBack(double[] out, double[] x, double[] into, int rows, int in, int width, int at) {
        Rows.multiplyTransposed(x, out, transposed, rows, in, width);
        System.arraycopy(transposed, 0, gradient, at, in * width);
        int bias = at + in * width;
        Arrays.fill(gradient, bias, bias + width, 0);
        for (int i = 0; i < rows; i++) {
            Rows.axpy(1, out, i * width, gradient, bias, width);
        }
        for (int p = 0; p < in; p++) {
            for (int j = 0; j < width; j++) {
                transposed[j * in + p] = parameters[at + p * width + j];
            }
        }
        Rows.multiply(out, transposed, into, rows, width, in);
    }

    /** Hears a layer of a network at inference. */
    interface Layers {
        /**
         * One layer of all examples.
         *
         * @param l 0 for the normalised input
         * @param values [examples x features], used again for the next layer
         */
        void layer(int l, double[] values, int features);
    }

    /**
     * The logits of examples as a trained network gives them: by running statistics, without dropout.
     *
     * @param rows [examples x features]
     */
    double[] infer(double[] rows, int examples, Layers layers) {
        int positions = shape.positions();
        int count = examples * positions;
        double[] before = rows.clone();
        BatchNorm.infer(before, count, shape.channels(), statistics, shape.statisticsAt(0), parameters, 0);
        layers.layer(0, before, shape.channels() * positions);
        for (int l = 1; l <= shape.hidden(); l++) {
            int at = shape.layerAt(l);
            int fanIn = shape.fanIn(l);
            double[] into = new double[shape.kind() == NetworkShape.Kind.CNN ? count * fanIn : 0];
            double[] next = new double[count * shape.width()];
            linear(seen(before, l, examples, into), next, count, fanIn, shape.width(), at);
            int scaleAt = at + (fanIn + 1) * shape.width();
            BatchNorm.infer(next, count, shape.width(), statistics, shape.statisticsAt(l), parameters, scaleAt);
            for (int k = 0; k < next.length; k++) {
                next[k] = next[k] > 0 ? next[k] : alpha * next[k];
            }
            layers.layer(l, next, shape.features());
            before = next;
        }
        double[] out = new double[examples * shape.classes()];
        readout(before, out, examples);
        return out;
    }
}
