package dev.onset.contracts;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the first checkpoints of a run show while it goes on. It depends on nothing but those, so that every attempt reads the
 * same.
 *
 * @param checkpoints of the schedule that were read, counted from the first; 0 before any reading
 * @param step of the newest of them
 * @param stands where the run stands, in a few characters, for lists; empty before any reading
 * @param words the same, for people
 * @param milestone what was reached, even where later checkpoints took it back; it never changes once it is there
 */
public record Reading(int checkpoints, long step, String stands, String words, Optional<Milestone> milestone) {
    private static final int MAX_STANDS = 40;
    private static final int MAX_WORDS = 2_000;

    /** Before any reading. */
    public static final Reading NONE = new Reading(0, 0, "", "", Optional.empty());

    public Reading {
        Require.within("checkpoints", checkpoints, 0, 100_000);
        if (checkpoints > 0) {
            Require.text("stands", stands, MAX_STANDS);
            Require.text("words", words, MAX_WORDS);
        }
    }

    /** A reading, or none where a record has no such field. */
    static Reading orNone(@Nullable Reading reading) {
        return reading == null ? NONE : reading;
    }
}
