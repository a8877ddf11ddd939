package dev.onset.infra.study;

import dev.onset.report.Figure;
import java.util.List;
import java.util.Optional;

/**
 * Figures of what is observed so far.
 *
 * @param key changes with them
 * @param trouble why they could not be drawn
 */
public record Drawn(String key, List<Figure> figures, Optional<String> trouble) {
    /** Before anything is observed. */
    public static final Drawn NOTHING = new Drawn("", List.of(), Optional.empty());

    public Drawn {
        figures = List.copyOf(figures);
    }
}
