package dev.onset.train;

/**
 * Everything that decides how training goes on, given network, settings, data and seed.
 *
 * <p>The arrays belong to the state alone: nothing writes them after it was taken.
 *
 * @param step optimiser steps made
 * @param epoch epochs completed
 * @param parameters the flat vector: layer after layer; of a dense layer the weights [outputs x inputs] row by row, then the
 *     biases; of a convolution the biases, then the weights [filters x channels x kernel x kernel]
 * @param updater the optimiser's memory: nothing for plain SGD, the velocity for momentum, first then second moments for
 *     Adam
 */
public record TrainerState(long step, long epoch, float[] parameters, float[] updater) {
    public TrainerState {
        if (step < 0 || epoch < 0) {
            throw new IllegalArgumentException("step " + step + ", epoch " + epoch);
        }
    }
}
