package dev.onset.spectrum;

/**
 * Sums of weights over the set bits of bit-packed rows, eight bits at a look-up: the weights' sums by byte are tabled once, and a
 * row of n bits then costs n / 8 additions.
 */
public final class WeightedBits {
    private final int length;
    private final double[] table;

    /** @param length weights */
    public WeightedBits(int length) {
        this.length = length;
        this.table = new double[((length + 7) >>> 3) << 8];
    }

    /** Tables the weights that begin at an index. */
    public void load(double[] weights, int from) {
        for (int group = 0; group << 3 < length; group++) {
            int at = group << 8;
            int last = Math.min(8, length - (group << 3));
            for (int bit = 0; bit < 8; bit++) {
                double weight = bit < last ? weights[from + (group << 3) + bit] : 0;
                int half = 1 << bit;
                for (int low = 0; low < half; low++) {
                    table[at + half + low] = table[at + low] + weight;
                }
            }
        }
    }

    /** Sum of the weights of a row's set bits. */
    public double sum(long[] rows, int at) {
        double sum = 0;
        int group = 0;
        for (int word = at; group << 3 < length; word++) {
            long bits = rows[word];
            for (int b = 0; b < 8 && group << 3 < length; b++, group++) {
                sum += table[(group << 8) + (int) (bits & 0xff)];
                bits >>>= 8;
            }
        }
        return sum;
    }

    /** Sum of the weights of the bits that two rows share. */
    public double sumOfBoth(long[] rows, int first, int second) {
        double sum = 0;
        int group = 0;
        for (int word = 0; group << 3 < length; word++) {
            long bits = rows[first + word] & rows[second + word];
            for (int b = 0; b < 8 && group << 3 < length; b++, group++) {
                sum += table[(group << 8) + (int) (bits & 0xff)];
                bits >>>= 8;
            }
        }
        return sum;
    }
}
