package dev.onset.interactions;

/**
 * Where the iteration of a sparse extraction stood: the start of another one, if the caller wants a warm start.
 *
 * <p>A result computed from a state depends on it: whoever keys results by their inputs must count the state among them.
 *
 * @param and splitting variable of the AND effects, length 2^n
 * @param or splitting variable of the OR effects, at the complement of their coalition
 * @param noise splitting variable of the noise; all zero without noise
 * @param scale step of the soft threshold
 */
public record SolverState(double[] and, double[] or, double[] noise, double scale) {}
