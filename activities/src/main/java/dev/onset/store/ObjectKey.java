package dev.onset.store;

import java.util.regex.Pattern;

/**
 * The name of an object: {@code [a-z0-9][a-z0-9._=-]*} segments of at most 255 characters joined by single slashes. No other
 * string reaches a store, so {@code ..}, leading or doubled slashes, NUL and look-alike characters cannot alias another object.
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
    private static final int MAX_LENGTH = 512;
    /** What file systems allow a name. */
    private static final int MAX_SEGMENT = 255;

    private static final String SEGMENT = "[a-z0-9][a-z0-9._=-]{0," + (MAX_SEGMENT - 1) + "}";
    private static final Pattern GRAMMAR = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")*");

    public ObjectKey {
        if (value.length() > MAX_LENGTH || !GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException("not a store key: '" + printable(value)
                    + "'; segments of [a-z0-9][a-z0-9._=-]* joined by single slashes, at most " + MAX_LENGTH
                    + " characters, " + MAX_SEGMENT + " in a segment");
        }
    }

    /** This key with further segments. */
    public ObjectKey resolve(String segments) {
        return new ObjectKey(value + "/" + segments);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String printable(String text) {
        String head = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return head.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
