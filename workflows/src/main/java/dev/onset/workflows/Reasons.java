package dev.onset.workflows;

import dev.onset.contracts.ReasonPage;
import java.util.ArrayList;
import java.util.List;

/**
 * What a study reused or computed, and why: a line each. The newest are kept, and every answer fits into one payload, however
 * many runs there are.
 */
final class Reasons {
    private static final int MOST_LINES = 2_000;
    private static final int LONGEST_LINE = 400;
    private static final int PAGE_BYTES = 32 << 10;
    private static final int CARRIED_BYTES = 16 << 10;

    private final List<String> lines;
    private int before;

    /** @param before lines that are older than those */
    Reasons(List<String> lines, int before) {
        this.lines = new ArrayList<>(lines);
        this.before = before;
    }

    void add(String line) {
        lines.add(brief(line));
        if (lines.size() > MOST_LINES) {
            lines.remove(0);
            before++;
        }
    }

    private static String brief(String line) {
        if (line.length() <= LONGEST_LINE) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST_LINE - 1)) ? LONGEST_LINE - 1 : LONGEST_LINE;
        return line.substring(0, end) + "...";
    }

    /** All lines; where they are too many, the newest, below one that says so. */
    List<String> all() {
        int first = firstThatFits(PAGE_BYTES);
        if (before + first == 0) {
            return List.copyOf(lines);
        }
        List<String> shown = new ArrayList<>();
        shown.add((before + first) + " earlier lines are not shown"
                + (first > 0 ? "; the query whyFrom, with the number of a line, shows " + first + " of them" : ""));
        shown.addAll(lines.subList(first, lines.size()));
        return shown;
    }

    /** A page of lines, the first of which has the number {@code from} or, where that is kept no more, the lowest there is. */
    ReasonPage page(int from) {
        int first = Math.min(Math.max(0, from - before), lines.size());
        int end = first;
        int bytes = 0;
        while (end < lines.size() && bytes + size(lines.get(end)) <= PAGE_BYTES) {
            bytes += size(lines.get(end));
            end++;
        }
        return new ReasonPage(before + first, before + lines.size(), lines.subList(first, end));
    }

    List<String> newest(int count) {
        return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    /** What goes along when the study continues as new. */
    List<String> carried() {
        return List.copyOf(lines.subList(firstThatFits(CARRIED_BYTES), lines.size()));
    }

    /** Lines that are older than those that go along. */
    int beforeCarried() {
        return before + firstThatFits(CARRIED_BYTES);
    }

    private int firstThatFits(int most) {
        int first = lines.size();
        int bytes = 0;
        while (first > 0 && bytes + size(lines.get(first - 1)) <= most) {
            first--;
            bytes += size(lines.get(first));
        }
        return first;
    }

    /** Bytes of a line in JSON, at most. */
    private static int size(String line) {
        int bytes = 3; // quotes and a comma
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            bytes += c < ' ' || Character.isSurrogate(c) ? 6 : c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : 3;
        }
        return bytes;
    }
}
