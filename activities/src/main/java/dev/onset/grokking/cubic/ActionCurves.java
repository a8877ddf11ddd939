package dev.onset.grokking.cubic;

import dev.onset.contracts.Require;
import java.util.ArrayList;
import java.util.List;

/** Action curves before, at and after the transition as beta goes to infinity: S(q)/d at c = eps. */
public final class ActionCurves {
    private ActionCurves() {}

    /**
     * Three curves at the transition's b and at u_c times the given factors.
     *
     * @param sizes the settings whose eps has a first-order transition; the noise is not used
     * @param factors multiples of u_c, such as .9, 1 and 1.1
     * @param points overlaps from -limit to limit, an odd number
     */
    public static List<Curve> about(CubicSettings sizes, List<Double> factors, double limit, int points) {
        Require.positive("limit", limit);
        Require.that(points >= 3 && points % 2 == 1, "points", points, "must be odd and at least 3");
        CubicTransition transition = CubicTransition.of(sizes);
        List<Curve> curves = new ArrayList<>();
        for (double factor : factors) {
            Require.positive("factor", factor);
            // u goes as sigma^-4
            CubicSettings here = sizes.withNoise(transition.noise() / Math.sqrt(factor));
            curves.add(of(new OverlapAction(here, transition.b(), sizes.eps()), here, limit, points));
        }
        return List.copyOf(curves);
    }

    private static Curve of(OverlapAction action, CubicSettings settings, double limit, int points) {
        double[] q = new double[points];
        double[] value = new double[points];
        for (int i = 0; i < points; i++) {
            q[i] = limit * (2.0 * i / (points - 1) - 1);
            value[i] = action.at(q[i]) / settings.dimension();
        }
        List<OverlapAction.Extremum> scaled = action.positiveExtrema(limit).stream()
                .map(e -> new OverlapAction.Extremum(e.q(), e.action() / settings.dimension(), e.minimum()))
                .toList();
        return new Curve(settings.interaction(), q, value, action.stableAtZero(), scaled);
    }

    /**
     * A curve.
     *
     * @param u where
     * @param q overlaps
     * @param action S(q)/d, 0 at q = 0
     * @param zeroIsMinimum whether q = 0 is a minimum
     * @param extrema those at positive q; each has a mirror image
     */
    public record Curve(
            double u, double[] q, double[] action, boolean zeroIsMinimum, List<OverlapAction.Extremum> extrema) {
        /** Number of minima over all q. */
        public int minima() {
            return (zeroIsMinimum ? 1 : 0)
                    + 2
                            * (int) extrema.stream()
                                    .filter(OverlapAction.Extremum::minimum)
                                    .count();
        }
    }
}
