package dev.onset.game;

import dev.onset.game.ObservationSpec.Output;

/**
 * A scalar output v of a network, read off its logits in double precision.
 *
 * <p>{@code LOG_ODDS}: z_y - logsumexp_{c != y} z_c, never through probabilities (arXiv 2405.10262, section 3). It is not
 * linear in the logits; the two margins are, and tell how much of an effect that nonlinearity carries.
 */
final class ScalarOutput {
    private ScalarOutput() {}

    /** The class with the largest logit but y: the runner-up. */
    static int runnerUp(float[] logits, int offset, int classes, int label) {
        int best = label == 0 ? 1 : 0;
        for (int c = 0; c < classes; c++) {
            if (c != label && logits[offset + c] > logits[offset + best]) {
                best = c;
            }
        }
        return best;
    }

    static double of(Output output, float[] logits, int offset, int classes, int label, int runnerUp) {
        double own = logits[offset + label];
        return switch (output) {
            case LOG_ODDS -> own - logSumExpOfOthers(logits, offset, classes, label);
            case RUNNER_UP_MARGIN -> own - logits[offset + runnerUp];
            case MEAN_MARGIN -> own - meanOfOthers(logits, offset, classes, label);
            case VALUE -> classes == 2 ? (double) logits[offset + 1] - logits[offset] : own;
        };
    }

    private static double logSumExpOfOthers(float[] logits, int offset, int classes, int label) {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            if (c != label) {
                max = Math.max(max, logits[offset + c]);
            }
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            if (c != label) {
                // StrictMath: the same bits whether or not this method has been compiled yet
                sum += StrictMath.exp(logits[offset + c] - max);
            }
        }
        return max + StrictMath.log(sum);
    }

    private static double meanOfOthers(float[] logits, int offset, int classes, int label) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            if (c != label) {
                sum += logits[offset + c];
            }
        }
        return sum / (classes - 1);
    }
}
