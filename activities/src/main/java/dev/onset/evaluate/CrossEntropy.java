package dev.onset.evaluate;

import java.util.Arrays;

/**
 * Cross entropy of a classifier on labelled rows.
 *
 * @param perSample in nats, by row
 * @param mean over rows, summed in their order; NaN when there are none
 * @param accuracy share of rows whose largest logit is their label's, ties going to the lowest class; NaN when there are none
 */
public record CrossEntropy(double[] perSample, double mean, double accuracy) {
    private static final int BATCH = 1024;

    /**
     * Evaluates all rows.
     *
     * @param rows [labels x features], row-major
     * @param labels true class of each row
     */
    public static CrossEntropy of(Evaluator network, float[] rows, int[] labels) {
        int features = network.features();
        int classes = network.classes();
        require(rows, features, labels, classes);
        int batch = Math.min(BATCH, labels.length);
        float[] part = new float[batch * features];
        float[] logits = new float[batch * classes];
        double[] losses = new double[labels.length];
        double sum = 0;
        int right = 0;
        for (int first = 0; first < labels.length; first += batch) {
            int count = Math.min(batch, labels.length - first);
            System.arraycopy(rows, first * features, part, 0, count * features);
            network.logits(part, count, logits);
            for (int i = 0; i < count; i++) {
                int label = labels[first + i];
                int top = largest(logits, i * classes, classes);
                losses[first + i] = crossEntropy(logits, i * classes, classes, label, logits[i * classes + top]);
                sum += losses[first + i];
                right += top == label ? 1 : 0;
            }
        }
        return new CrossEntropy(losses, sum / labels.length, (double) right / labels.length);
    }

    private static void require(float[] rows, int features, int[] labels, int classes) {
        if ((long) labels.length * features != rows.length) {
            throw new IllegalArgumentException(
                    labels.length + " labels for " + rows.length + " values of " + features + " features a row");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " of row " + i + " is no class of 0.." + (classes - 1));
            }
        }
    }

    /** log sum exp(z) - z_label, through the largest logit so that nothing overflows. */
    private static double crossEntropy(float[] logits, int from, int classes, int label, double top) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += StrictMath.exp(logits[from + c] - top);
        }
        return StrictMath.log(sum) + top - logits[from + label];
    }

    private static int largest(float[] logits, int from, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (logits[from + c] > logits[from + best]) {
                best = c;
            }
        }
        return best;
    }

    @Override
    public String toString() {
        return "CrossEntropy[" + perSample.length + " rows, mean=" + mean + ", accuracy=" + accuracy + ", hash="
                + Arrays.hashCode(perSample) + "]";
    }
}
