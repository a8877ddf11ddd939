package dev.onset.recovery;

/** Coefficients of terms that are fixed, from random masks. */
final class LeastSquares {
    private LeastSquares() {}

    /**
     * Corrects measured coefficients by what the terms leave on the masks. Both sides are weighed: a measured coefficient by its
     * uncertainty, a mask by the spread of what is left.
     *
     * @param uncertainty standard deviation of a measured coefficient; infinite where none was measured
     */
    static void correct(Terms terms, Draws draws, double uncertainty) {
        int k = terms.size();
        if (k == 0) {
            return;
        }
        Columns columns = new Columns(draws);
        int[] chosen = new int[k];
        for (int term = 0; term < k; term++) {
            int[] members = terms.members(term);
            chosen[term] = members.length == 1 ? members[0] : columns.term(terms.kind(term), members);
        }
        terms.asMeasured();
        double[] rest = draws.rest(terms);
        double noise = Math.max(Draws.variance(rest), Double.MIN_NORMAL);
        double prior = Math.max(RIDGE, noise / (draws.count * uncertainty * uncertainty));
        double[] gram = columns.gram(chosen, draws.count);
        double[] change = columns.covariances(chosen, rest, draws.count);
        for (int term = 0; term < k; term++) {
            gram[term * k + term] += prior * columns.step(chosen[term]) * columns.step(chosen[term]);
        }
        Positive.solve(gram, change);
        for (int term = 0; term < k; term++) {
            terms.correct(term, change[term] * columns.step(chosen[term]));
        }
    }

    /** Keeps a system regular whose terms depend on each other. */
    private static final double RIDGE = 1e-12;
}
