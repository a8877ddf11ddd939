package dev.onset.recovery;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;

/** What a recovery refuses. */
final class Checks {
    private Checks() {}

    static void that(boolean holds, String problem) {
        if (!holds) {
            throw new OnsetException(ErrorCode.DATA_INVALID, "recovery: " + problem + "; nothing was computed");
        }
    }
}
