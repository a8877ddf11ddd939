package dev.onset.contracts;

import java.util.List;

/**
 * Part of what a study says about what it reused or computed, and why.
 *
 * @param from number of the first line; higher than was asked for where older lines are kept no more
 * @param total lines there were so far
 * @param lines in the order in which they were said; the next page begins after the last of them
 */
public record ReasonPage(int from, int total, List<String> lines) {
    public ReasonPage {
        lines = List.copyOf(lines);
    }
}
