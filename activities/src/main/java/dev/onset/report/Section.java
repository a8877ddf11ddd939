package dev.onset.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** A numbered part of the page. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Section.Figures.class, name = "figures"),
    @JsonSubTypes.Type(value = Section.Checks.class, name = "checks"),
    @JsonSubTypes.Type(value = Section.Notes.class, name = "notes")
})
public sealed interface Section permits Section.Figures, Section.Checks, Section.Notes {
    /** Lower case with dashes; a link on the page leads to it. */
    String id();

    String title();

    /**
     * Figures under one heading.
     *
     * @param prose paragraphs before them
     * @param collapsed whether a reader opens it first
     */
    record Figures(String id, String title, List<String> prose, List<Figure> figures, boolean collapsed)
            implements Section {
        public Figures {
            prose = List.copyOf(prose);
            figures = List.copyOf(figures);
            Numbers.that(!figures.isEmpty(), "section " + id + " has no figure");
        }

        /** A figure as a section of its own. */
        public static Figures of(Figure figure) {
            return new Figures(figure.id(), figure.title(), List.of(), List.of(figure), false);
        }
    }

    /**
     * What the study must show; a check that fails stays.
     *
     * @param table the CSV file; absent for one named after the section
     */
    record Checks(String id, String title, String caption, List<Check> lines, Optional<DataTable> table)
            implements Section {
        public Checks {
            lines = List.copyOf(lines);
            Numbers.that(
                    table.isEmpty() || table.get().name().equals(id),
                    "the table of checks " + id + " has another name");
        }

        public static Checks of(List<Check> lines) {
            return new Checks(
                    "checks",
                    "What the study must show",
                    "A check that fails stays in the table. One that could not be measured has failed.",
                    lines,
                    Optional.empty());
        }
    }

    /** Prose: limits, corrections. */
    record Notes(String id, String title, List<String> items) implements Section {
        public Notes {
            items = List.copyOf(items);
            Numbers.that(!items.isEmpty(), "notes " + id + " say nothing");
        }
    }
}
