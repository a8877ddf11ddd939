package dev.onset.recovery;

/**
 * How much of a game a finished list explains, on masks that had no part in it.
 *
 * @param explained R^2
 * @param bound its lower bound
 */
record Fidelity(double explained, double bound) {
    /** One-sided 95 %. */
    private static final double NORMAL = 1.6448536269514722;

    /**
     * R^2 = 1 - E (v - g)^2 / Var v. The bound is the normal one of the logarithm of the unexplained share, a ratio of two means:
     * squared errors are skewed, and their mean's logarithm is less so.
     *
     * @param v values
     * @param g what the list says
     */
    static Fidelity of(double[] v, double[] g) {
        int m = v.length;
        double variance = Draws.variance(v) * m / (m - 1);
        double mean = Draws.mean(v);
        double squares = 0;
        for (int i = 0; i < m; i++) {
            squares += (v[i] - g[i]) * (v[i] - g[i]) / m;
        }
        if (Draws.areEqual(v)) {
            double whole = squares == 0 ? 1 : 0;
            return new Fidelity(whole, whole);
        }
        double unexplained = squares / variance;
        if (unexplained == 0) {
            return new Fidelity(1, 1);
        }
        double errors = 0;
        for (int i = 0; i < m; i++) {
            double own = (v[i] - g[i]) * (v[i] - g[i]) - unexplained * (v[i] - mean) * (v[i] - mean);
            errors += own * own / m;
        }
        double relative = Math.sqrt(errors / m) / variance / unexplained;
        return new Fidelity(1 - unexplained, 1 - unexplained * Math.exp(NORMAL * relative));
    }
}
