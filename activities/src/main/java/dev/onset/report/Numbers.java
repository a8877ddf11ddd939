package dev.onset.report;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;

/** What a report refuses to be made of: numbers that are not finite, and arrays that do not fit each other. */
public final class Numbers {
    private Numbers() {}

    public static void finite(String field, double value) {
        if (!Double.isFinite(value)) {
            throw refused(field + " is " + value);
        }
    }

    public static void finite(String field, double[] values) {
        for (int i = 0; i < values.length; i++) {
            finite(field + "[" + i + "]", values[i]);
        }
    }

    public static void magnitudes(String field, double[] values) {
        finite(field, values);
        for (int i = 0; i < values.length; i++) {
            that(values[i] >= 0, field + "[" + i + "] is " + values[i] + "; a magnitude is not negative");
        }
    }

    public static void length(String field, int found, int expected) {
        that(found == expected, field + " has " + found + " entries; " + expected + " are expected");
    }

    public static void that(boolean holds, String message) {
        if (!holds) {
            throw refused(message);
        }
    }

    static OnsetException refused(String what) {
        return new OnsetException(
                ErrorCode.INTERNAL,
                "report: " + what + "; no report was written and the study's results are untouched");
    }
}
