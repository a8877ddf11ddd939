package dev.onset.grokking.cubic;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.analysis.polynomials.PolynomialFunctionLagrangeForm;

/**
 * The transition as the solver of the adaptive-kernel equations has it, without the closed form: as noise falls, the far
 * minima of the solved action sink, until neurons that move there pin them at a depth that grows with log beta alone. The
 * unpinned depths, continued to S = 0 by a parabola, give sigma^2_c; what is left over shrinks as beta^-1/2.
 *
 * @param noise sigma^2_c
 * @param u u_c
 */
public record SolvedTransition(double noise, double u) {
    /** The scale at which the transition is read off; the paper's base size is 1. */
    public static final int BETA = 65_536;

    /** Above this action fewer than e^-40 of the neurons are at the far minima, which then do not act back. */
    private static final double UNPINNED = 40;

    private static final double START = 1.4;
    private static final double STEP = 0.995;
    private static final int STEPS = 110;

    /**
     * The transition of a kernel at sizes scaled by {@link #BETA}.
     *
     * @param near a noise within a quarter of the transition, where the search begins from above
     * @throws OnsetException INTERNAL when the solver gives too few solutions with a far minimum
     */
    static SolvedTransition of(AdaptiveKernel kernel, CubicSettings sizes, double near) {
        List<Double> noises = IntStream.range(0, STEPS)
                .mapToObj(i -> near * START * Math.pow(STEP, i))
                .toList();
        double[][] last = kernel.follow(sizes.scaled(BETA, BETA), noises).solutions().stream()
                .flatMap(s -> s.farMinimum().stream()
                        .filter(far -> far.action() > UNPINNED)
                        .map(far -> new double[] {far.action(), s.settings().noise()}))
                .toArray(double[][]::new);
        if (last.length < 3) {
            throw new OnsetException(
                    ErrorCode.INTERNAL,
                    "adaptive-kernel equations near sigma2 = " + near + ": " + last.length
                            + " solutions have unpinned far minima, and a parabola needs 3; no transition was read off and"
                            + " runs are not touched");
        }
        double[] action = new double[3];
        double[] noise = new double[3];
        for (int i = 0; i < 3; i++) {
            action[i] = last[last.length - 3 + i][0];
            noise[i] = last[last.length - 3 + i][1];
        }
        double at = new PolynomialFunctionLagrangeForm(action, noise).value(0);
        return new SolvedTransition(at, sizes.withNoise(at).interaction());
    }
}
