package dev.onset.phases;

import java.util.OptionalDouble;

/**
 * Mean losses by checkpoint and what is read off them.
 *
 * @param train mean training loss by checkpoint
 * @param test mean test loss by checkpoint; empty where there is no test split
 * @param halving the step at which the training loss first falls to half of its initial value, interpolated in log10(step)
 * @param bestTestStep the checkpoint's step with the lowest test loss
 * @param bestTest that loss
 */
public record LossCurves(
        double[] train, double[] test, OptionalDouble halving, OptionalDouble bestTestStep, OptionalDouble bestTest) {

    static LossCurves of(PhaseSeries series) {
        double[] train = means(series.trainLosses());
        if (!series.hasTest()) {
            return new LossCurves(
                    train,
                    new double[0],
                    halving(series.steps(), train),
                    OptionalDouble.empty(),
                    OptionalDouble.empty());
        }
        double[] test = means(series.testLosses());
        int best = 0;
        for (int t = 1; t < test.length; t++) {
            best = test[t] < test[best] ? t : best;
        }
        return new LossCurves(
                train,
                test,
                halving(series.steps(), train),
                OptionalDouble.of(series.steps()[best]),
                OptionalDouble.of(test[best]));
    }

    /** The lowest test loss over the initial one; empty without a test split or a positive initial loss. */
    public OptionalDouble testImprovement() {
        return test.length > 0 && test[0] > 0
                ? OptionalDouble.of(bestTest.getAsDouble() / test[0])
                : OptionalDouble.empty();
    }

    private static OptionalDouble halving(long[] steps, double[] train) {
        double half = train[0] / 2;
        for (int t = 1; t < train.length; t++) {
            if (train[0] > 0 && train[t] <= half) {
                double x =
                        LogTime.crossing(LogTime.of(steps[t - 1]), train[t - 1], LogTime.of(steps[t]), train[t], half);
                return OptionalDouble.of(LogTime.step(x));
            }
        }
        return OptionalDouble.empty();
    }

    static double[] means(double[][] losses) {
        double[] out = new double[losses.length];
        for (int t = 0; t < out.length; t++) {
            for (double loss : losses[t]) {
                out[t] += loss;
            }
            out[t] /= losses[t].length;
        }
        return out;
    }
}
