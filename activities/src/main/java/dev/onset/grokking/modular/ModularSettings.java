package dev.onset.grokking.modular;

import dev.onset.contracts.Require;
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
    private static final int MAX_PRIME = 199;

    public ModularSettings {
        requirePrime(prime);
        Require.that(width >= 1 && width <= 4096, "width", width, "must lie in 1..4096");
        Require.that(
                trainFraction > 0 && trainFraction < 1, "trainFraction", trainFraction, "must lie between 0 and 1");
        long trained = Math.round(trainFraction * prime * prime);
        Require.that(
                trained >= 1 && trained < (long) prime * prime,
                "trainFraction",
                trainFraction,
                "must leave at least one pair for training and one for test, and gives " + trained + " of "
                        + prime * prime + " for training");
        Require.positive("learningRate", learningRate);
        Require.that(weightDecay >= 0 && weightDecay < 100, "weightDecay", weightDecay, "must lie in [0, 100)");
    }

    /** A study's training without its controls. */
    static ModularSettings of(GrokkingModular.Problem problem, GrokkingModular.Training training) {
        return new ModularSettings(
                problem.prime(),
                problem.width(),
                problem.trainFraction(),
                training.learningRate(),
                training.weightDecay());
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

    static void requirePrime(int prime) {
        Require.that(
                isOddPrime(prime) && prime <= MAX_PRIME, "prime", prime, "must be an odd prime up to " + MAX_PRIME);
    }

    static boolean isOddPrime(int p) {
        return p > 2 && IntStream.rangeClosed(2, (int) Math.sqrt(p)).noneMatch(divisor -> p % divisor == 0);
    }
}
