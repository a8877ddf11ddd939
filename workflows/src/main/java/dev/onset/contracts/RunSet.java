package dev.onset.contracts;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Some of a study's runs, in little space: thousands of neighbours take a few characters.
 *
 * @param ranges indices in ascending order, such as {@code 0-41,43}; empty for none
 */
public record RunSet(String ranges) {
    // possessive, so that thousands of ranges need no stack
    private static final Pattern GRAMMAR =
            Pattern.compile("(?:\\d{1,5}+(?:-\\d{1,5}+)?+(?:,\\d{1,5}+(?:-\\d{1,5}+)?+)*+)?+");

    /** No run. */
    public static final RunSet NONE = new RunSet("");

    public RunSet {
        if (ranges == null || !GRAMMAR.matcher(ranges).matches()) {
            throw new FieldException("ranges", "is '" + ranges + "'; it must be indices such as 0-41,43");
        }
    }

    public static RunSet of(Collection<Integer> indices) {
        StringBuilder out = new StringBuilder();
        int first = -1;
        int last = -1;
        for (int index : new TreeSet<>(indices)) {
            if (first >= 0 && index == last + 1) {
                last = index;
                continue;
            }
            append(out, first, last);
            first = index;
            last = index;
        }
        append(out, first, last);
        return new RunSet(out.toString());
    }

    private static void append(StringBuilder out, int first, int last) {
        if (first >= 0) {
            out.append(out.isEmpty() ? "" : ",").append(first).append(last > first ? "-" + last : "");
        }
    }

    /** Its members. */
    public SortedSet<Integer> indices() {
        SortedSet<Integer> all = new TreeSet<>();
        if (!ranges.isEmpty()) {
            for (String range : ranges.split(",", -1)) {
                int dash = range.indexOf('-');
                int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                int to = dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
                for (int index = from; index <= to; index++) {
                    all.add(index);
                }
            }
        }
        return all;
    }
}
