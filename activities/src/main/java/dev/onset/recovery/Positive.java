package dev.onset.recovery;

/** Systems with a positive definite matrix, by Cholesky. */
final class Positive {
    private Positive() {}

    /**
     * Solves A x = b.
     *
     * @param a [i x k + j], symmetric; overwritten
     * @param b overwritten by x
     */
    static void solve(double[] a, double[] b) {
        int k = b.length;
        for (int i = 0; i < k; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i * k + j];
                for (int l = 0; l < j; l++) {
                    sum -= a[i * k + l] * a[j * k + l];
                }
                a[i * k + j] = i == j ? Math.sqrt(Math.max(sum, Double.MIN_NORMAL)) : sum / a[j * k + j];
            }
        }
        for (int i = 0; i < k; i++) {
            double sum = b[i];
            for (int l = 0; l < i; l++) {
                sum -= a[i * k + l] * b[l];
            }
            b[i] = sum / a[i * k + i];
        }
        for (int i = k - 1; i >= 0; i--) {
            double sum = b[i];
            for (int l = i + 1; l < k; l++) {
                sum -= a[l * k + i] * b[l];
            }
            b[i] = sum / a[i * k + i];
        }
    }
}
