package dev.onset.twophase;

import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;

/**
 * What a study asks for when training enters its second phase, besides saying so.
 *
 * @param notice whether the workers' notice address is told
 * @param keepCheckpoint whether training commits where it is, outside the schedule
 * @param extendTo optimiser steps in all that the study is extended to; 0 leaves them
 * @param stopAfter multiple of t* after which training ends, at the next scheduled checkpoint; 0 lets it go on
 */
public record LiveSpec(boolean notice, boolean keepCheckpoint, long extendTo, double stopAfter) {
    /** Nothing but saying so. */
    public static final LiveSpec NONE = new LiveSpec(false, false, 0, 0);

    /** The rise that shows phase 2 takes about this much longer than t*: an earlier stop could not be kept. */
    private static final double LEAST_STOP = 1.5;

    public LiveSpec {
        Require.within("extendTo", extendTo, 0, 1_000_000_000L);
        Require.within("stopAfter", stopAfter, 0, 1e6);
        if (stopAfter > 0 && stopAfter < LEAST_STOP) {
            throw new FieldException(
                    "stopAfter", "is " + stopAfter + "; it must be 0 (never) or at least " + LEAST_STOP + " times t*");
        }
        if (stopAfter > 0 && extendTo > 0) {
            throw new FieldException(
                    "stopAfter", "is " + stopAfter + " beside extendTo " + extendTo + "; one of them must be 0");
        }
    }

    /** The same without what changes the study's length: a revision was made for it. */
    public LiveSpec revised() {
        return new LiveSpec(notice, keepCheckpoint, 0, 0);
    }
}
