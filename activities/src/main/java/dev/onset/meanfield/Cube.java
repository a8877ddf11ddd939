package dev.onset.meanfield;

import dev.onset.interactions.Transforms;
import java.util.List;

/**
 * The vertices of {-1, 1}^n, numbered by bits: bit j of a vertex is set where x_j = 1. Functions on the cube are arrays of
 * length 2^n in this order.
 */
final class Cube {
    private Cube() {}

    /** chi_S(x), 1 or -1. */
    static int sign(int set, int vertex) {
        return (Integer.bitCount(set & ~vertex) & 1) == 0 ? 1 : -1;
    }

    /** y = sum of c_S chi_S. */
    static double[] values(int inputs, List<Term> teacher) {
        double[] y = new double[1 << inputs];
        for (Term term : teacher) {
            for (int x = 0; x < y.length; x++) {
                y[x] += term.coefficient() * sign(term.mask(), x);
            }
        }
        return y;
    }

    /** Fourier coefficients fhat_S = E f chi_S of all S, by one fast Walsh-Hadamard transform; a new array. */
    static double[] coefficients(double[] f) {
        double[] hat = f.clone();
        Transforms.kronecker(hat, 0.5, 0.5, -0.5, 0.5);
        return hat;
    }

    /** One coefficient, E f chi_S. */
    static double coefficient(double[] f, int set) {
        double sum = 0;
        for (int x = 0; x < f.length; x++) {
            sum += sign(set, x) * f[x];
        }
        return sum / f.length;
    }

    /** Energies by order, E_k = sum of fhat_S^2 over |S| = k, k = 0..n. */
    static double[] energies(double[] f) {
        double[] hat = coefficients(f);
        double[] energies = new double[Transforms.players(f) + 1];
        for (int s = 0; s < hat.length; s++) {
            energies[Integer.bitCount(s)] += hat[s] * hat[s];
        }
        return energies;
    }

    /**
     * Harsanyi dividends of the game at a vertex x* whose baseline is -x*, v = label f: I(T) = label (-2)^|T| sum over S that
     * contain T of chi_S(-x*) fhat_S, which is what the Moebius transform of the game gives.
     */
    static double[] dividends(double[] f, int vertex, double label) {
        int all = f.length - 1;
        double[] game = new double[f.length];
        for (int present = 0; present < game.length; present++) {
            // a present player has its own value, an absent one the opposite
            game[present] = label * f[vertex ^ (all & ~present)];
        }
        Transforms.moebiusSubsets(game);
        return game;
    }
}
