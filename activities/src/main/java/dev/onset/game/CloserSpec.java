package dev.onset.game;

import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import dev.onset.recovery.RecoverySpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A closer look at a few samples at a study's last checkpoint: interactions by name, where the order spectrum has none.
 *
 * @param samples looked at, of training and test samples in turns; 0 looks at none
 * @param zoom players of largest influence whose interactions are extracted, all others staying as they are in the sample; 0
 *     extracts none
 * @param passes evaluations a sample for sparse recovery among all players; 0 recovers nothing
 */
public record CloserSpec(int samples, int zoom, int passes) {
    /** No closer look. */
    public static final CloserSpec NONE = new CloserSpec(0, 10, 0);

    private static final int MOST_SAMPLES = 24;
    private static final int MOST_ZOOM = 14;

    public CloserSpec {
        Require.within("samples", samples, 0, MOST_SAMPLES);
        Require.within("zoom", zoom, 0, MOST_ZOOM);
        if (passes != 0) {
            Require.that(
                    passes >= RecoverySpec.LEAST_PASSES && passes <= RecoverySpec.MOST_PASSES,
                    "passes",
                    passes,
                    "must be 0 or lie in " + RecoverySpec.LEAST_PASSES + ".." + RecoverySpec.MOST_PASSES);
        }
        if (samples > 0 && zoom == 0 && passes == 0) {
            throw new FieldException("zoom", "is 0, and so is passes: nothing would be looked at; give one of them");
        }
    }

    /** Whether there is one. */
    public boolean asked() {
        return samples > 0;
    }

    /** Leaves the section out of a study that asks for no closer look: it is the study it was before there was one. */
    static final class NotAsked {
        @Override
        @SuppressWarnings("EqualsUnsafeCast")
        public boolean equals(@Nullable Object value) {
            return value == null || value instanceof CloserSpec spec && !spec.asked();
        }

        @Override
        public int hashCode() {
            return Objects.hash();
        }
    }
}
