package dev.onset.grokking.modular;

import java.util.Arrays;

/**
 * The whole state of a modular training between two steps. The arrays are copies, each of the parameters u (P x N), v (P x
 * N), a (P x N) in this order, row-major.
 *
 * @param step steps taken
 * @param parameters values
 * @param mean AdamW's first moment
 * @param square AdamW's second moment
 */
public record ModularState(long step, double[] parameters, double[] mean, double[] square) {
    @Override
    public boolean equals(Object other) {
        return other instanceof ModularState s
                && step == s.step
                && Arrays.equals(parameters, s.parameters)
                && Arrays.equals(mean, s.mean)
                && Arrays.equals(square, s.square);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parameters) * 31 + Long.hashCode(step);
    }
}
