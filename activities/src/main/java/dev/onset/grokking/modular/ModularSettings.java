package dev.onset.grokking.modular;

import dev.onset.grokking.SettingBounds;
import java.util.stream.IntStream;

/**
 * Training of a two-layer network on addition modulo P: f_p = sum_i a_ip (u_in + v_im)^2, targets delta_{p,(n+m) mod P} -
 * 1/P, mean squared error, full-batch AdamW with decoupled decay.
 *
 * @param prime P, an odd prime
 * @param width N
 * @param trainFraction share of the P^2 pairs used for training
 * @param learningRate AdamW's step
 * @param weightDecay AdamW's decay, per step learningRate * weightDecay
 */
public record ModularSettings(int prime, int width, double trainFraction, double learningRate, double weightDecay) {
    public ModularSettings {
        SettingBounds.that(isOddPrime(prime) && prime <= 199, "prime", prime, "must be an odd prime up to 199");
        SettingBounds.that(width >= 1 && width <= 4096, "width", width, "must lie in 1..4096");
        SettingBounds.that(
                trainFraction > 0 && trainFraction < 1, "trainFraction", trainFraction, "must lie between 0 and 1");
        long trained = Math.round(trainFraction * prime * prime);
        SettingBounds.that(
                trained >= 1 && trained < (long) prime * prime,
                "trainFraction",
                trainFraction,
                "must leave at least one pair for training and one for test, and gives " + trained + " of "
                        + prime * prime + " for training");
        SettingBounds.positive("learningRate", learningRate);
        SettingBounds.that(weightDecay >= 0 && weightDecay < 100, "weightDecay", weightDecay, "must lie in [0, 100)");
    }

    /** P = 23, N = 256, half of the table, learning rate .005, weight decay 1. */
    public static ModularSettings standard() {
        return new ModularSettings(23, 256, 0.5, 0.005, 1);
    }

    /** The control without weight decay. */
    public ModularSettings withWeightDecay(double decay) {
        return new ModularSettings(prime, width, trainFraction, learningRate, decay);
    }

    /** A control with another amount of data. */
    public ModularSettings withTrainFraction(double fraction) {
        return new ModularSettings(prime, width, fraction, learningRate, weightDecay);
    }

    /** P^2. */
    public int pairs() {
        return prime * prime;
    }

    /** Pairs used for training; the others test. */
    public int trainedPairs() {
        return (int) Math.round(trainFraction * pairs());
    }

    static boolean isOddPrime(int p) {
        return p > 2 && IntStream.rangeClosed(2, (int) Math.sqrt(p)).noneMatch(divisor -> p % divisor == 0);
    }
}
