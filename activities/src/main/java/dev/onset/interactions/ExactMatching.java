package dev.onset.interactions;

/**
 * The projection onto the effects that match a game exactly: tables of one n, immutable, shared by threads.
 *
 * <p><b>Why.</b> AND effects a and OR effects o match a game u where Z a - Y o = u, Z and Y the zeta transforms over subsets
 * and supersets, o at the complement of its coalition, and the AND of the empty set free: it stands for the sum of all OR
 * effects, which {@link AndOrOperator} adds instead. Z and Y are n-fold Kronecker powers, and so are their normal matrices, of
 * [[1, 1], [1, 2]] and [[2, 1], [1, 1]]. One basis makes both diagonal: with the golden ratio g, P = [[1, 1], [-g^2, -g^-2]]
 * turns Z into a rotation of each player's pair of coordinates by the angle whose tangent is g, and Y into the rotation back,
 * each up to a factor that depends on the number k of entries of the second kind alone:
 *
 * <p>P^T Z = (-1)^n g^(n - 3k) R(g), P^T Y = g^-k R(-g), R(t) as in {@link PlayerRotation}.
 *
 * <p>(This is the generalised singular value decomposition of the pair Z, Y.) So in turned coordinates an entry of the AND
 * effects and one of the OR effects match one number, c a' + d o' = u', and the projection takes the mismatch from both in
 * proportion to c and d, c^2 + d^2 = 1. Every step on effects is a rotation: they match to their own rounding, where the
 * normal matrix has a condition number of about 9^n.
 *
 * <p>That the AND of the empty set is free, and that the OR of single players is none of the unknowns, is the matter of
 * {@link ExcludedEffects}.
 */
final class ExactMatching {
    static final double GOLDEN = (1 + Math.sqrt(5)) / 2;
    private static final double MATCHING = 1e-12;
    private static final int MAX_REPAIRS = 6;

    /** Weights of AND and OR effects in turned coordinates, which also undo the rotations' factor. */
    private final double[] ofAnd;

    private final double[] ofOr;

    private final ExcludedEffects excluded;

    ExactMatching(int n) {
        int size = 1 << n;
        ofAnd = new double[size];
        ofOr = new double[size];
        double[] emptyAnd = new double[size];
        double factor = Math.pow(1 + GOLDEN * GOLDEN, n / 2.0);
        for (int s = 0; s < size; s++) {
            int k = Integer.bitCount(s);
            double ratio = Math.pow(GOLDEN, n - 2 * k);
            double scale = Math.hypot(ratio, 1) * factor;
            ofAnd[s] = (n % 2 == 0 ? ratio : -ratio) / scale;
            ofOr[s] = -1 / scale;
            emptyAnd[s] = ofAnd[s] * Math.pow(-GOLDEN, k);
        }
        excluded = new ExcludedEffects(n, emptyAnd);
    }

    /** What effects have to match of u in turned coordinates; u(empty) is zero. */
    double[] target(double[] u) {
        double[] target = new double[u.length];
        turn(u.clone(), target);
        return target;
    }

    /** A game in turned coordinates; r is used up. */
    private void turn(double[] r, double[] turned) {
        Transforms.moebiusSubsets(r);
        PlayerRotation.turn(r, GOLDEN, turned);
        for (int s = 0; s < turned.length; s++) {
            turned[s] *= ofAnd[s];
        }
    }

    /**
     * Leaves in the workspace's adjoint arrays what the projection takes from effects, the images of their mismatch, which is left
     * in its multiplier in turned coordinates.
     *
     * @param and used up
     * @param or at the complement of their coalition; used up
     */
    void project(double[] and, double[] or, double[] target, ExtractionWorkspace w) {
        PlayerRotation.turn(and, GOLDEN, w.turnedAnd);
        PlayerRotation.turn(or, -GOLDEN, w.turnedOr);
        mismatch(w.turnedAnd, w.turnedOr, target, w.multiplier);
        images(w.multiplier, w, w.adjointAnd, w.adjointOr);
    }

    private void mismatch(double[] and, double[] or, double[] target, double[] r) {
        for (int s = 0; s < r.length; s++) {
            r[s] = ofAnd[s] * and[s] + ofOr[s] * or[s] - target[s];
        }
    }

    /** What a mismatch takes from effects. */
    private void images(double[] r, ExtractionWorkspace w, double[] and, double[] or) {
        excluded.correction(r, w.singles, w.table);
        share(r, excluded.direction(), w.table, w.turnedAnd, w.turnedOr);
        PlayerRotation.turnBack(w.turnedAnd, GOLDEN, and);
        PlayerRotation.turnBack(w.turnedOr, -GOLDEN, or);
        and[0] = 0;
        AndOrOperator.maskOr(or);
    }

    private void share(double[] r, double[] direction, double[] factor, double[] and, double[] or) {
        for (int s = 0; s < r.length; s++) {
            double rest = r[s] + direction[s] * factor[s];
            r[s] = rest;
            and[s] = ofAnd[s] * rest;
            or[s] = ofOr[s] * rest;
        }
    }

    /**
     * Projects effects onto exact matching of u + noise, once: rounding leaves a mismatch that further calls reduce.
     *
     * @param or OR effects, at the complement of their coalition
     * @return the largest mismatch before
     */
    double match(double[] and, double[] or, double[] u, double[] noise, ExtractionWorkspace w) {
        double[] r = w.scratchAnd;
        double[] scratch = w.scratchOr;
        System.arraycopy(and, 0, r, 0, u.length);
        System.arraycopy(or, 0, scratch, 0, u.length);
        AndOrOperator.apply(r, scratch);
        for (int s = 0; s < u.length; s++) {
            r[s] -= u[s] + noise[s];
        }
        r[0] = 0;
        double mismatch = Sums.maxAbsolute(r);
        turn(r, w.spare);
        images(w.spare, w, r, scratch);
        for (int s = 0; s < u.length; s++) {
            and[s] -= r[s];
            or[s] -= scratch[s];
        }
        return mismatch;
    }

    /**
     * Repeats {@link #match} until the mismatch was at most {@value #MATCHING} of the largest |u|, at most
     * {@value #MAX_REPAIRS} times.
     */
    void repair(double[] and, double[] or, double[] u, double[] noise, ExtractionWorkspace w) {
        double allowed = MATCHING * Sums.maxAbsolute(u);
        double mismatch = Double.POSITIVE_INFINITY;
        for (int pass = 0; pass < MAX_REPAIRS && mismatch > allowed; pass++) {
            mismatch = match(and, or, u, noise, w);
        }
    }
}
