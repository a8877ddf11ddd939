package dev.onset.interactions;

/**
 * The linear map from AND and OR interactions to games, and its transpose.
 *
 * <p>AND effects are indexed by their coalition T, OR effects by the complement of theirs: then both maps are plain
 * butterflies without a reversal. (Z a)(S) is the sum of a(T) over T within S. An OR effect of T adds to every S that
 * meets T: with o stored at N without T, (W o)(S) = total(o) - sum of o(R) over R that contain S.
 *
 * <p>Two kinds of effect are no unknowns and stay zero: the AND of the empty set, which u(empty) = 0 fixes, and the OR of
 * at most one player, which is the same function as an AND (or nothing). The entry of a game for the empty coalition is zero
 * for every choice of unknowns and is left out likewise.
 */
final class AndOrOperator {
    private AndOrOperator() {}

    /** The game Z a + W o. Both arrays are overwritten, the game is left in {@code a}. */
    static void apply(double[] a, double[] o) {
        Transforms.zetaSubsets(a);
        Transforms.zetaSupersets(o);
        double total = o[0];
        for (int s = 0; s < a.length; s++) {
            a[s] += total - o[s];
        }
    }

    /** The transpose: {@code a} = Z^T g and {@code o} = W^T g on the unknowns that exist; g(empty) must be zero. */
    static void transpose(double[] g, double[] a, double[] o) {
        System.arraycopy(g, 0, a, 0, g.length);
        Transforms.zetaSupersets(a);
        a[0] = 0;
        System.arraycopy(g, 0, o, 0, g.length);
        Transforms.zetaSubsets(o);
        double total = o[o.length - 1];
        for (int s = 0; s < o.length; s++) {
            o[s] = total - o[s];
        }
        maskOr(o);
    }

    /** Sets the OR entries that are no unknowns, those of at most one player, to zero. */
    static void maskOr(double[] o) {
        int all = o.length - 1;
        o[all] = 0;
        for (int bit = 1; bit <= all; bit <<= 1) {
            o[all ^ bit] = 0;
        }
    }
}
