package dev.onset.interactions;

/**
 * How alike two sets of interactions are, order by order: |min(A, B)|_1 / |max(A, B)|_1 of the effects of that order, split by
 * sign and AND and OR apart, so that 1 is equal and 0 shares nothing (arXiv 2405.10262, sec. 3). Pairs are pooled: sums over
 * all of them before the ratio. Not for several threads.
 */
public final class OrderSimilarity {
    private final double[] common;
    private final double[] all;

    /** Starts with no pair, for n players. */
    public OrderSimilarity(int n) {
        common = new double[n + 1];
        all = new double[n + 1];
    }

    /** Adds a pair of effects by coalition, AND or OR, each of length 2^n. */
    public OrderSimilarity add(double[] a, double[] b) {
        for (int s = 1; s < a.length; s++) {
            int order = Integer.bitCount(s);
            double x = Math.abs(a[s]);
            double y = Math.abs(b[s]);
            if (a[s] * b[s] > 0) {
                common[order] += Math.min(x, y);
                all[order] += Math.max(x, y);
            } else {
                // effects of opposite sign lie in different halves of the split by sign, and share nothing as zero does
                all[order] += x + y;
            }
        }
        return this;
    }

    /** By order 1..n at index order - 1; 0 where neither side has any effect. */
    public double[] byOrder() {
        double[] similarity = new double[common.length - 1];
        for (int k = 1; k < common.length; k++) {
            similarity[k - 1] = all[k] > 0 ? common[k] / all[k] : 0;
        }
        return similarity;
    }
}
