package dev.onset.grokking.cubic;

import java.util.Arrays;
import java.util.List;

/**
 * The whole state of an ensemble between two steps: parameters and what was measured so far. Restoring it and going on
 * gives the bits of the uninterrupted training. The arrays are copies.
 *
 * @param step steps taken
 * @param members one entry a network
 */
public record LangevinState(long step, List<Member> members) {
    public LangevinState {
        members = List.copyOf(members);
    }

    /**
     * One network.
     *
     * @param output a', whitened, length N
     * @param input w', whitened, d x N row-major; row 0 is the overlap with the teacher
     * @param samples measurements taken
     * @param sumB sum over measurements of b
     * @param sumC sum over measurements of c
     * @param histogram counts of q over {@link OverlapHistogram#BINS} bins
     * @param testSum sum over measurements of f on the test points
     */
    public record Member(
            double[] output,
            double[] input,
            long samples,
            double sumB,
            double sumC,
            long[] histogram,
            double[] testSum) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Member m
                    && samples == m.samples
                    && Double.compare(sumB, m.sumB) == 0
                    && Double.compare(sumC, m.sumC) == 0
                    && Arrays.equals(output, m.output)
                    && Arrays.equals(input, m.input)
                    && Arrays.equals(histogram, m.histogram)
                    && Arrays.equals(testSum, m.testSum);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(output) * 31 + Arrays.hashCode(input);
        }
    }
}
