package dev.onset.springblock;

import java.util.Arrays;

/** Batch normalisation of columns: y = scale (x - mean) / sqrt(variance + 1e-5) + shift. */
final class BatchNorm {
    private static final double EPSILON = 1e-5;
    /** Share of a batch in the running statistics. */
    private static final double MOMENTUM = 0.1;

    private final int width;
    private final double[] mean;
    private final double[] inverse;
    private final double[] sum;
    private final double[] dot;

    BatchNorm(int width) {
        this.width = width;
        mean = new double[width];
        inverse = new double[width];
        sum = new double[width];
        dot = new double[width];
    }

    /**
     * Normalises a batch in place by its own statistics, without scale and shift, and moves the running ones, whose variance is
     * the unbiased one.
     */
    void normalise(double[] x, int rows, double[] statistics, int at) {
        Arrays.fill(mean, 0);
        Arrays.fill(sum, 0);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                mean[j] += x[i * width + j];
            }
        }
        for (int j = 0; j < width; j++) {
            mean[j] /= rows;
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                double off = x[i * width + j] - mean[j];
                sum[j] += off * off;
            }
        }
        for (int j = 0; j < width; j++) {
            inverse[j] = 1 / Math.sqrt(sum[j] / rows + EPSILON);
            statistics[at + j] += MOMENTUM * (mean[j] - statistics[at + j]);
            int variance = at + width + j;
            statistics[variance] += MOMENTUM * (sum[j] / (rows - 1) - statistics[variance]);
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                x[i * width + j] = (x[i * width + j] - mean[j]) * inverse[j];
            }
        }
    }

    /**
     * The gradient of scale and shift, and, in place of that of y, the gradient of x.
     *
     * @param normal what {@link #normalise} left
     * @param scale parameters; scales begin at {@code at}, shifts follow
     */
    void back(double[] slopes, double[] normal, int rows, double[] scale, double[] gradient, int at) {
        Arrays.fill(sum, 0);
        Arrays.fill(dot, 0);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                double dy = slopes[i * width + j];
                sum[j] += dy;
                dot[j] += dy * normal[i * width + j];
            }
        }
        for (int j = 0; j < width; j++) {
            gradient[at + j] = dot[j];
            gradient[at + width + j] = sum[j];
            sum[j] /= rows;
            dot[j] /= rows;
            mean[j] = scale[at + j] * inverse[j];
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                int k = i * width + j;
                slopes[k] = mean[j] * (slopes[k] - sum[j] - normal[k] * dot[j]);
            }
        }
    }

    /** Normalises in place by the running statistics, with scale and shift: what a trained network does. */
    static void infer(double[] x, int rows, int width, double[] statistics, int at, double[] parameters, int scaleAt) {
        for (int j = 0; j < width; j++) {
            double factor = parameters[scaleAt + j] / Math.sqrt(statistics[at + width + j] + EPSILON);
            double offset = parameters[scaleAt + width + j] - factor * statistics[at + j];
            for (int i = 0; i < rows; i++) {
                x[i * width + j] = factor * x[i * width + j] + offset;
            }
        }
    }
}
