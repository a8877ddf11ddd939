package dev.onset.theory;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.interactions.Extraction;
import dev.onset.interactions.Transforms;

/**
 * The interactions of the trained network on one sample, which the theory takes for the true ones.
 *
 * @param and AND effects by coalition, length 2^n
 * @param or OR effects by coalition, length 2^n; all zero in the AND-only variant
 */
public record FinalEffects(double[] and, double[] or) {
    public FinalEffects {
        Transforms.players(and);
        if (or.length != and.length) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    and.length + " AND and " + or.length
                            + " OR effects: both need one a coalition; nothing was fitted");
        }
        for (int s = 0; s < and.length; s++) {
            if (!Double.isFinite(and[s]) || !Double.isFinite(or[s])) {
                throw new OnsetException(
                        ErrorCode.DATA_INVALID,
                        "effect of coalition " + s + " is " + and[s] + " (AND), " + or[s]
                                + " (OR): finite numbers are needed; nothing was fitted");
            }
        }
    }

    /** Salient AND and OR effects, of at least tau. */
    public static FinalEffects salient(double[] and, double[] or, double tau) {
        return new FinalEffects(salient(and, tau), salient(or, tau));
    }

    /** Salient effects, of at least tau; v(empty) is left out, so that it does not leak into low orders. */
    public static FinalEffects salient(Extraction e, double tau) {
        return salient(e.and(), e.or(), tau);
    }

    /** The AND-only variant, from effects of {@code ExtractionMode.HARSANYI} or any others by coalition. */
    public static FinalEffects andOnly(double[] and, double tau) {
        return new FinalEffects(salient(and, tau), new double[and.length]);
    }

    private static double[] salient(double[] effects, double tau) {
        double[] kept = effects.clone();
        kept[0] = 0;
        for (int s = 1; s < kept.length; s++) {
            if (Math.abs(kept[s]) < tau) {
                kept[s] = 0;
            }
        }
        return kept;
    }
}
