package dev.onset.contracts;

import org.jspecify.annotations.Nullable;

/**
 * What the first checkpoints of a run show while it goes on. It depends on nothing but those, so that every attempt reads the
 * same.
 *
 * @param checkpoints of the schedule that were read, counted from the first; 0 before any reading
 * @param step of the newest of them
 * @param phase reached
 * @param tStar step of the turn, about; 0 outside the second phase
 * @param enteredAt step of the first checkpoint that showed the second phase; 0 while none did
 * @param words the same, for people
 * @param orders what the study asks for since the second phase is entered
 */
public record LiveReading(
        int checkpoints, long step, Phase phase, long tStar, long enteredAt, String words, Orders orders) {
    /** Before any reading. */
    public static final LiveReading NONE = new LiveReading(0, 0, Phase.BEFORE, 0, 0, "", Orders.NONE);

    /** How far a run has come. */
    public enum Phase {
        /** The orders of interactions have not fallen yet. */
        BEFORE("before"),
        /** They have fallen and do not rise yet. */
        FIRST("phase 1"),
        /** They have fallen and rise: over-fitted features are being learned. */
        SECOND("phase 2");

        private final String shown;

        Phase(String shown) {
            this.shown = shown;
        }

        /** As lists of studies show it. */
        public String shown() {
            return shown;
        }
    }

    /**
     * What a study asks for, with steps in place of multiples.
     *
     * @param stopAt scheduled step at which training ends; 0 lets it go on
     */
    public record Orders(boolean notice, boolean keepCheckpoint, long extendTo, long stopAt) {
        /** Nothing. */
        public static final Orders NONE = new Orders(false, false, 0, 0);
    }

    public LiveReading {
        Require.within("checkpoints", checkpoints, 0, 100_000);
        Require.present("phase", phase);
        Require.present("words", words);
        orders = orders == null ? Orders.NONE : orders;
    }

    /** Whether the second phase was entered, even where later checkpoints took it back. */
    public boolean entered() {
        return enteredAt > 0;
    }

    /** A reading, or none where an older record has no such field. */
    static LiveReading orNone(@Nullable LiveReading reading) {
        return reading == null ? NONE : reading;
    }
}
