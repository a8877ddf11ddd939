package dev.onset.springblock;

import dev.onset.contracts.Require;

/**
 * Friction and noise of a chain of L blocks between walls at 0 and 1.
 *
 * @param blocks L
 * @param muRight friction against moving right, towards the wall at 1
 * @param muLeft friction against moving left
 * @param noise eps
 */
record ChainSettings(int blocks, double muRight, double muLeft, double noise) {
    ChainSettings {
        Require.within("blocks", blocks, 1, 1_000);
        Require.that(muRight >= 0 && Double.isFinite(muRight), "muRight", muRight, "must be 0 or above");
        Require.that(muLeft >= 0 && Double.isFinite(muLeft), "muLeft", muLeft, "must be 0 or above");
        Require.that(noise >= 0 && Double.isFinite(noise), "noise", noise, "must be 0 or above");
    }

    /**
     * D_l = 1 - x_l, l = 0..L+1, of the stationary state with noise, derived: x_l = l/(L+1) - (F/2k) l (L+1-l), F = (muRight -
     * muLeft)/2 whatever the noise.
     */
    double[] stationary(double k) {
        return parabola((muRight - muLeft) / 2, k);
    }

    /** The same without noise from rest: F = muRight, where every block moves, muRight &lt; 2k/(L(L+1)). */
    double[] atRest(double k) {
        return parabola(muRight, k);
    }

    private double[] parabola(double force, double k) {
        double[] d = new double[blocks + 2];
        for (int l = 0; l < d.length; l++) {
            d[l] = 1 - (double) l / (blocks + 1) + force / (2 * k) * l * (blocks + 1 - l);
        }
        return d;
    }
}
