package dev.onset.grokking;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;

/** Bounds on what comes from a study file, refused before anything runs. */
public final class SettingBounds {
    private SettingBounds() {}

    public static void positive(String field, double value) {
        that(Double.isFinite(value) && value > 0, field, value, "must be finite and above 0");
    }

    public static void atLeast(String field, int value, int least) {
        that(value >= least, field, value, "must be at least " + least);
    }

    public static void that(boolean holds, String field, Object value, String rule) {
        if (!holds) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "grokking: " + field + " is " + value + "; it " + rule + "; nothing was run");
        }
    }
}
