package dev.onset.grokking.modular;

/**
 * What a modular network does at one step.
 *
 * @param step steps taken
 * @param trainLoss mean squared error over training pairs and outputs
 * @param trainAccuracy share of training pairs whose largest output is right
 * @param testAccuracy the same over the other pairs
 * @param concentration mean inverse participation ratio of the neurons' Fourier powers: 2/(P-1) when spread evenly, 1 when
 *     each neuron has one frequency
 */
public record ModularObservation(
        long step,
        double trainLoss,
        double testLoss,
        double trainAccuracy,
        double testAccuracy,
        double concentration) {}
