package dev.onset.meanfield;

/**
 * What a flow is at one step; all else follows from it.
 *
 * @param step steps taken
 * @param values f on all vertices of the cube
 * @param halves for each term of the teacher the first step at which fhat_S was at least c_S / 2; -1 where it was not yet
 */
public record FlowObservation(long step, double[] values, long[] halves) {}
