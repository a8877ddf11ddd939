package dev.onset.spectrum;

import java.util.Arrays;

/**
 * Sums over pairs of masks with the kernels of orders 1 to 4: K_k(x, y) = sum over |T| = k of the products of phi_i(x) phi_i(y), i
 * in T, which is the k-th elementary symmetric polynomial of the n products. At p = 1/2 those are +-1 and K_k is the Krawtchouk
 * polynomial of the Hamming distance; otherwise it depends on how many players both masks have and how many both lack.
 */
final class OrderKernel {
    static final int ORDERS = 4;

    private final int players;
    private final int words;
    private final double p;
    /** Of p = 1/2: [order - 1][distance]. */
    private final double[][] krawtchouk;

    private final double[] sums = new double[ORDERS];

    OrderKernel(int players, double p) {
        this.players = players;
        this.words = RandomMasks.words(players);
        this.p = p;
        this.krawtchouk = new double[ORDERS][p == 0.5 ? players + 1 : 0];
        for (int d = 0; d < krawtchouk[0].length; d++) {
            elementary(0, players - d, d, sums);
            for (int k = 0; k < ORDERS; k++) {
                krawtchouk[k][d] = sums[k];
            }
        }
    }

    /**
     * Elementary symmetric polynomials of orders 1 to 4, by Newton's identities, of the products of two masks.
     *
     * @param both players that both masks have: product (1-p) / p each
     * @param none players that both lack: p / (1-p) each
     * @param differing others: -1 each
     */
    private void elementary(double both, double none, double differing, double[] out) {
        double a = (1 - p) / p;
        double b = p / (1 - p);
        double p1 = both * a + none * b - differing;
        double p2 = both * a * a + none * b * b + differing;
        double p3 = both * a * a * a + none * b * b * b - differing;
        double p4 = both * a * a * a * a + none * b * b * b * b + differing;
        double e2 = (p1 * p1 - p2) / 2;
        double e3 = (e2 * p1 - p1 * p2 + p3) / 3;
        out[0] = p1;
        out[1] = e2;
        out[2] = e3;
        out[3] = (e3 * p1 - e2 * p2 + p1 * p3 - p4) / 4;
    }

    /**
     * For every mask i of a range, sum over its other masks j of K_k(i, j) r_j.
     *
     * @param masks of all draws
     * @param from first mask of the range, whose r has index 0
     * @param out [order - 1][mask of the range]
     */
    void rows(long[] masks, int from, double[] r, double[][] out) {
        if (p == 0.5) {
            byDistance(masks, from, r, out);
        } else {
            byCounts(masks, from, r, out);
        }
    }

    /** r is gathered by distance first, in two histograms so that equal distances in a row do not wait for each other. */
    private void byDistance(long[] masks, int from, double[] r, double[][] out) {
        double[] even = new double[players + 1];
        double[] odd = new double[players + 1];
        for (int i = 0; i < r.length; i++) {
            Arrays.fill(even, 0);
            Arrays.fill(odd, 0);
            int at = (from + i) * words;
            if (words == 1) {
                long x = masks[at];
                int j = 0;
                for (; j + 1 < r.length; j += 2) {
                    even[Long.bitCount(x ^ masks[from + j])] += r[j];
                    odd[Long.bitCount(x ^ masks[from + j + 1])] += r[j + 1];
                }
                if (j < r.length) {
                    even[Long.bitCount(x ^ masks[from + j])] += r[j];
                }
            } else {
                for (int j = 0; j < r.length; j++) {
                    int other = (from + j) * words;
                    int distance = 0;
                    for (int word = 0; word < words; word++) {
                        distance += Long.bitCount(masks[at + word] ^ masks[other + word]);
                    }
                    even[distance] += r[j];
                }
            }
            for (int k = 0; k < ORDERS; k++) {
                double[] kernel = krawtchouk[k];
                double sum = -kernel[0] * r[i];
                for (int d = 0; d <= players; d++) {
                    sum += kernel[d] * (even[d] + odd[d]);
                }
                out[k][i] = sum;
            }
        }
    }

    private void byCounts(long[] masks, int from, double[] r, double[][] out) {
        int[] present = new int[r.length];
        for (int i = 0; i < r.length; i++) {
            for (int word = 0; word < words; word++) {
                present[i] += Long.bitCount(masks[(from + i) * words + word]);
            }
            for (int k = 0; k < ORDERS; k++) {
                out[k][i] = 0;
            }
        }
        for (int i = 0; i < r.length; i++) {
            int at = (from + i) * words;
            for (int j = 0; j < i; j++) {
                int other = (from + j) * words;
                int both = 0;
                for (int word = 0; word < words; word++) {
                    both += Long.bitCount(masks[at + word] & masks[other + word]);
                }
                int none = players - present[i] - present[j] + both;
                elementary(both, none, players - both - none, sums);
                for (int k = 0; k < ORDERS; k++) {
                    out[k][i] += sums[k] * r[j];
                    out[k][j] += sums[k] * r[i];
                }
            }
        }
    }
}
