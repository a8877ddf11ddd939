package dev.onset.spectrum;

/**
 * How a game is sampled.
 *
 * @param p probability with which a player is present, within (0, 1)
 * @param draws base masks R; about as many evaluations again find the mean order
 * @param method how the mean order is found, never {@code EXACT}
 * @param seed of the study
 * @param sample which of the study's samples; samples share no draw
 */
public record SamplingSpec(double p, int draws, OrderSpectrum.Method method, long seed, long sample) {
    /** Fewer base masks have no interval worth the name. */
    public static final int LEAST_DRAWS = 64;

    public static final int MOST_DRAWS = 1 << 22;

    public SamplingSpec {
        Checks.presence(p);
        Checks.that(
                draws >= LEAST_DRAWS && draws <= MOST_DRAWS,
                draws + " base masks are asked for; " + LEAST_DRAWS + " to " + MOST_DRAWS + " are taken");
        Checks.that(method != OrderSpectrum.Method.EXACT, "the exact spectrum is not sampled");
    }

    SamplingSpec with(OrderSpectrum.Method other) {
        return new SamplingSpec(p, draws, other, seed, sample);
    }

    SamplingSpec withDraws(int other) {
        return new SamplingSpec(p, other, method, seed, sample);
    }
}
