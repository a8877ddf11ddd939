package dev.onset.springblock;

import java.util.Optional;

/**
 * What a network shows at one epoch, at inference.
 *
 * @param epoch epochs trained
 * @param separation D_l of the clean training set, from the normalised input on; empty where one of them does not exist
 * @param ratio log Tr SSW - log Tr SSB likewise
 * @param trainLoss mean cross entropy on the clean training set; empty where it is not finite
 * @param trainAccuracy share of clean training examples that are right
 * @param testAccuracy the same for test examples
 */
public record SpringObservation(
        long epoch,
        double[] separation,
        double[] ratio,
        Optional<Double> trainLoss,
        double trainAccuracy,
        double testAccuracy) {}
