package dev.onset.game;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import dev.onset.recovery.RecoverySpec;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A closer look at a few samples at a study's last checkpoint, or at some before it too: interactions by name, where the order
 * spectrum has none.
 *
 * @param samples looked at, of training and test samples in turns; 0 looks at none
 * @param zoom players of largest influence whose interactions are extracted, all others staying as they are in the sample; 0
 *     extracts none
 * @param passes evaluations a sample for sparse recovery among all players; 0 recovers nothing
 * @param earlier checkpoints before the last whose interactions are recovered too, evenly spread over the schedule; each recovery
 *     then starts from the list of the one before
 */
public record CloserSpec(
        int samples,
        int zoom,
        int passes,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
        int earlier) {
    /** No closer look. */
    public static final CloserSpec NONE = new CloserSpec(0, 10, 0, 0);

    private static final int MOST_SAMPLES = 24;
    private static final int MOST_EARLIER = 31;
    private static final int MOST_ZOOM = 14;

    public CloserSpec {
        Require.within("samples", samples, 0, MOST_SAMPLES);
        Require.within("zoom", zoom, 0, MOST_ZOOM);
        Require.within("earlier", earlier, 0, MOST_EARLIER);
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
        if (earlier > 0 && passes == 0) {
            throw new FieldException(
                    "earlier", "is " + earlier + ", and passes is 0: nothing would be recovered there; give passes");
        }
    }

    /** Whether there is one. */
    public boolean asked() {
        return samples > 0;
    }

    /** The steps of a schedule that are looked at, ascending. */
    public List<Long> steps(List<Long> schedule) {
        int count = Math.min(earlier + 1, schedule.size());
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> schedule.get((int) Math.ceil((double) i * schedule.size() / count) - 1))
                .toList();
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
