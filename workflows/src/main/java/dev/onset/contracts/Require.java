package dev.onset.contracts;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bounds of contract fields and settings, each failing with the value found and the bound. */
public final class Require {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private Require() {}

    public static void name(String field, @Nullable String value) {
        if (value == null || !NAME.matcher(value).matches()) {
            throw new FieldException(
                    field, "is " + quoted(value) + "; it must match [a-z0-9][a-z0-9-]* and have at most 63 characters");
        }
    }

    public static void text(String field, @Nullable String value, int max) {
        if (value == null || value.isBlank()) {
            throw new FieldException(field, "is missing");
        }
        if (value.length() > max) {
            throw new FieldException(field, "has " + value.length() + " characters; at most " + max + " are allowed");
        }
    }

    public static void present(String field, @Nullable Object value) {
        if (value == null) {
            throw new FieldException(field, "is missing");
        }
    }

    public static void within(String field, long value, long low, long high) {
        if (value < low || value > high) {
            throw new FieldException(field, "is " + value + "; it must lie in " + low + ".." + high);
        }
    }

    public static void within(String field, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new FieldException(field, "is " + value + "; it must lie in " + low + ".." + high);
        }
    }

    public static void positive(String field, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new FieldException(field, "is " + value + "; it must be finite and above 0");
        }
    }

    /** @param rule what must hold, such as "must be odd" */
    public static void that(boolean holds, String field, Object value, String rule) {
        if (!holds) {
            throw new FieldException(field, "is " + value + "; it " + rule);
        }
    }

    private static String quoted(@Nullable String value) {
        return value == null ? "missing" : "'" + value + "'";
    }
}
