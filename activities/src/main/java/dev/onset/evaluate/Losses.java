package dev.onset.evaluate;

import java.util.Arrays;

/**
 * Cross entropy of a classifier on labelled rows.
 *
 * @param perSample in nats, by row
 * @param mean over rows
 * @param accuracy share of rows whose largest logit is their label's; ties go to the lowest class
 */
public record Losses(double[] perSample, double mean, double accuracy) {
    private static final int BATCH = 1024;

    /** Evaluates all rows. */
    public static Losses of(Evaluator network, float[] rows, int[] labels) {
        int features = network.features();
        int classes = network.classes();
        float[] batch = new float[BATCH * features];
        float[] logits = new float[BATCH * classes];
        double[] losses = new double[labels.length];
        double sum = 0;
        int right = 0;
        for (int first = 0; first < labels.length; first += BATCH) {
            int count = Math.min(BATCH, labels.length - first);
            System.arraycopy(rows, first * features, batch, 0, count * features);
            network.logits(batch, count, logits);
            for (int i = 0; i < count; i++) {
                int label = labels[first + i];
                losses[first + i] = crossEntropy(logits, i * classes, classes, label);
                sum += losses[first + i];
                right += largest(logits, i * classes, classes) == label ? 1 : 0;
            }
        }
        return new Losses(losses, sum / labels.length, (double) right / labels.length);
    }

    /** logsumexp(z) - z_label, through the largest logit so that nothing overflows. */
    private static double crossEntropy(float[] logits, int from, int classes, int label) {
        double top = logits[from + largest(logits, from, classes)];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits[from + c] - top);
        }
        return Math.log(sum) + top - logits[from + label];
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
        return "Losses[mean=" + mean + ", accuracy=" + accuracy + ", " + Arrays.hashCode(perSample) + "]";
    }
}
