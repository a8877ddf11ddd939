package dev.onset.spectrum;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;

/** What a spectrum refuses to be computed of. */
final class Checks {
    private Checks() {}

    static void presence(double p) {
        that(
                p > 0 && p < 1,
                "players are present with probability " + p + "; it must lie between 0 and 1, both excluded");
    }

    static void finite(double value, String where) {
        that(Double.isFinite(value), "the value of " + where + " is " + value + "; every value must be finite");
    }

    static void that(boolean holds, String problem) {
        if (!holds) {
            throw new OnsetException(ErrorCode.DATA_INVALID, "order spectrum: " + problem + "; nothing was computed");
        }
    }
}
