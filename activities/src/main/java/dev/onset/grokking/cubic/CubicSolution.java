package dev.onset.grokking.cubic;

import java.util.Optional;

/**
 * A fixed point of the adaptive-kernel equations.
 *
 * @param settings where
 * @param b discrepancy along H1: the mean predictor is (1 - b) H1 + (eps - c) H3
 * @param c discrepancy along H3
 * @param far P(|q| &gt; .4), the share of neurons aligned with the teacher
 * @param logNormaliser log Z, so that the density of q is exp(-S - log Z)
 */
public record CubicSolution(CubicSettings settings, double b, double c, double far, double logNormaliser) {
    /** Overlaps beyond this count as aligned. */
    public static final double FAR = 0.4;

    /** Below this depth, in units of the action, far minima hold no neuron that a network of this width would show. */
    private static final double REACH = 0.5;

    public OverlapAction action() {
        return new OverlapAction(settings, b, c);
    }

    public double density(double q) {
        return Math.exp(-action().at(q) - logNormaliser);
    }

    /** Noise-free test error of the mean predictor, E (y - f)^2 = b^2 + 6 c^2. */
    public double testError() {
        return b * b + 6 * c * c;
    }

    /** The deepest minimum away from q = 0. */
    public Optional<OverlapAction.Extremum> farMinimum() {
        OverlapAction.Extremum deepest = null;
        for (OverlapAction.Extremum e : action().positiveExtrema(AdaptiveKernel.LIMIT)) {
            if (e.minimum() && (deepest == null || e.action() < deepest.action())) {
                deepest = e;
            }
        }
        return Optional.ofNullable(deepest);
    }

    /**
     * The phase. Gaussian while the far minima are absent or so high that fewer than one neuron is expected there,
     * specialised when q = 0 is no minimum or holds fewer than one neuron, mixed between. Crossing of action values marks
     * the transition; no hysteresis is claimed.
     */
    public CubicPhase phase() {
        OverlapAction action = action();
        if (!action.stableAtZero()) {
            return CubicPhase.SPECIALISED;
        }
        if (farMinimum().isEmpty() || far * settings.width() < REACH) {
            return CubicPhase.GAUSSIAN;
        }
        return (1 - far) * settings.width() < REACH ? CubicPhase.SPECIALISED : CubicPhase.MIXED;
    }
}
