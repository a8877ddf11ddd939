package dev.onset.interactions;

/**
 * The interactions of one game u = v - v(empty), with the evidence for them.
 *
 * <p>For every coalition S, u(S) equals the sum of and(T) over T within S plus the sum of or(T) over T that meet S, up to
 * the noise bound and {@link #matchingResidual}. The optimal objective is unique, the effects that reach it need not be.
 *
 * @param n players
 * @param and AND effects by coalition, length 2^n; effects of single players are all here, and(empty) = 0
 * @param or OR effects by coalition, length 2^n; zero for coalitions of at most one player
 * @param valueOfEmpty v(empty), which the effects leave out
 * @param noiseBound the bound b on the unexplained part of each value; 0 = exact matching
 * @param objective sum of the absolute effects
 * @param lowerBound certified: no effects that match have a smaller sum (up to rounding)
 * @param gap (objective - lowerBound) / objective, 0 where the objective is 0
 * @param iterations spent
 * @param matchingResidual largest amount, over S, by which the mismatch exceeds the noise bound
 * @param converged whether the method reached its goal: the tolerance, or for the other modes its fixed end
 */
public record Extraction(
        int n,
        double[] and,
        double[] or,
        double valueOfEmpty,
        double noiseBound,
        double objective,
        double lowerBound,
        double gap,
        int iterations,
        double matchingResidual,
        boolean converged) {

    /** This extraction, counted as converged only if the search for the canonical effects has settled as well. */
    Extraction settledIf(boolean settled) {
        return new Extraction(
                n,
                and,
                or,
                valueOfEmpty,
                noiseBound,
                objective,
                lowerBound,
                gap,
                iterations,
                matchingResidual,
                converged && settled);
    }

    /** The same effects of a game whose values are larger by a power of two; the noise bound as that game had it. */
    Extraction inUnit(double unit, double givenNoise) {
        return new Extraction(
                n,
                times(and, unit),
                times(or, unit),
                valueOfEmpty,
                givenNoise,
                objective * unit,
                lowerBound * unit,
                gap,
                iterations,
                matchingResidual * unit,
                converged);
    }

    private static double[] times(double[] effects, double unit) {
        double[] product = new double[effects.length];
        for (int s = 0; s < effects.length; s++) {
            product[s] = effects[s] * unit;
        }
        return product;
    }

    static Extraction of(
            double[] and,
            double[] or,
            double[] u,
            double valueOfEmpty,
            double noiseBound,
            double lowerBound,
            int iterations,
            double tolerance) {
        double objective = Sums.absolute(and) + Sums.absolute(or);
        double[] matched = Transforms.reconstruct(and, or);
        double residual = 0;
        for (int s = 0; s < u.length; s++) {
            residual = Math.max(residual, Math.abs(matched[s] - u[s]) - noiseBound);
        }
        double gap = objective > 0 ? Math.max(0, (objective - lowerBound) / objective) : 0;
        return new Extraction(
                Transforms.players(u),
                and,
                or,
                valueOfEmpty,
                noiseBound,
                objective,
                lowerBound,
                gap,
                iterations,
                residual,
                gap <= tolerance);
    }
}
