package dev.onset.springblock;

import dev.onset.contracts.Require;
import dev.onset.data.DataSpec;

/**
 * What determines a training besides its seed.
 *
 * @param data without label noise of its own
 * @param alpha negative slope of the leaky ReLU: 0 is ReLU, 1 linear
 * @param dropout share of units set to 0 after each activation
 * @param dataNoise per step that share of labels is drawn at random, and inputs get so many of their standard deviations
 * @param learningRate of Adam
 * @param batch examples a step; the whole training set where it has fewer
 */
record SpringSettings(
        DataSpec data,
        NetworkShape shape,
        double alpha,
        double dropout,
        double dataNoise,
        double learningRate,
        int batch) {
    SpringSettings {
        Require.within("alpha", alpha, 0.0, 1.0);
        Require.within("dropout", dropout, 0.0, 0.95);
        Require.within("dataNoise", dataNoise, 0.0, 1.0);
        Require.that(learningRate > 0 && learningRate <= 10, "learningRate", learningRate, "must lie in (0, 10]");
        Require.within("batch", batch, 2, 1_000_000);
    }

    int examples() {
        return Math.min(batch, data.train());
    }
}
