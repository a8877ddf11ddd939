package dev.onset.kind;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A run, or a study of one, as it stands beside others.
 *
 * @param name of its own among them
 * @param levels what sets it apart, factor by factor; a factor that is missing is as the study has it
 * @param seed its randomness
 * @param link where its own page is, relative to the page that compares
 */
public record ComparedRun(
        String name, SortedMap<String, String> levels, long seed, Outcome outcome, Optional<String> link) {
    public ComparedRun {
        levels = new TreeMap<>(levels);
    }
}
