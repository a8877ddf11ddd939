package dev.onset.game;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import dev.onset.spectrum.SamplingSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The order spectrum as an observation: how the variance of a sample's game spreads over orders.
 *
 * @param use whether it is observed, beside interactions or without them
 * @param p probability with which a player is present
 * @param draws base masks of a sample; about as many evaluations again find the mean order. Not used up to 20 players, where every
 *     coalition is evaluated
 * @param estimator how the mean order is found where it is sampled
 * @param minimumChange orders that the lower 2.5 % of fall and rise must exceed for two phases in the spectrum
 * @param closer interactions by name of a few samples at the last checkpoint; none without it
 */
public record SpectrumSpec(
        Use use,
        double p,
        int draws,
        Estimator estimator,
        double minimumChange,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = CloserSpec.NotAsked.class)
        CloserSpec closer) {
    /** Not observed. */
    public static final SpectrumSpec NONE = new SpectrumSpec(Use.NONE, 0.5, 2048, Estimator.AUTO, 0.1, CloserSpec.NONE);

    /** Whether it is observed. */
    public enum Use {
        NONE,
        /** From the games whose interactions are extracted: at most as many players as those take. */
        BESIDE,
        /** No interactions are extracted: any number of players. */
        ALONE
    }

    /** How a mean order is found from samples. */
    public enum Estimator {
        /** By a trial of each on the sample, which takes the one that needs the fewest evaluations. */
        AUTO,
        /** One player flipped on every base mask. */
        FLIP_ONE,
        /** Every player flipped on some base masks. */
        FLIP_ALL,
        /** Players drawn anew at two small rates, extrapolated to rate 0. */
        REDRAW
    }

    public SpectrumSpec {
        Require.present("use", use);
        Require.present("estimator", estimator);
        Require.within("p", p, 0.01, 0.99);
        Require.within("draws", draws, SamplingSpec.LEAST_DRAWS, SamplingSpec.MOST_DRAWS);
        Require.within("minimumChange", minimumChange, 0.0, 20.0);
        closer = closer == null || !closer.asked() ? CloserSpec.NONE : closer;
        if (closer.asked() && use != Use.ALONE) {
            throw new FieldException(
                    "closer",
                    "is asked for, which needs use: alone; beside interactions all of them are extracted already");
        }
    }

    /** Whether it is observed at all. */
    public boolean asked() {
        return use != Use.NONE;
    }

    /** Whether it is observed without interactions. */
    public boolean alone() {
        return use == Use.ALONE;
    }

    /** Leaves the section out of a study that asks for no spectrum: it is the study it was before there was one. */
    static final class NotAsked {
        @Override
        @SuppressWarnings("EqualsUnsafeCast")
        public boolean equals(@Nullable Object value) {
            return value == null || value instanceof SpectrumSpec spec && !spec.asked();
        }

        @Override
        public int hashCode() {
            return Objects.hash();
        }
    }
}
