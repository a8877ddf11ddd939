package dev.onset.report;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Panels that belong together, with their caption and their numbers as CSV.
 *
 * @param id lower case with dashes; names its CSV file and its place on the page
 * @param words paragraphs above the panels
 * @param arrangement how the panels lie
 * @param panels in order; empty where there are views
 * @param switches choices between views; without JavaScript the first view shows
 * @param views one for every combination of choices, the last switch turning fastest
 * @param tables the CSV files of its numbers; absent for one file, named after the figure, with every number drawn
 */
public record Figure(
        String id,
        String title,
        @Later List<String> words,
        String caption,
        Arrangement arrangement,
        List<Panel> panels,
        @Later List<Switch> switches,
        @Later List<View> views,
        @Later Optional<List<DataTable>> tables) {

    /** How the panels of a figure lie. */
    public enum Arrangement {
        /** One over the other; panels with axes share the x axis of the first. */
        STACKED,
        /** Side by side, two in a row. */
        SIDE_BY_SIDE,
        /** Small, four in a row. */
        SMALL
    }

    /** A choice that a reader has. */
    public record Switch(String name, List<String> options) {
        public Switch {
            options = List.copyOf(options);
            Numbers.that(!options.isEmpty(), "switch " + name + " has no options");
        }
    }

    /** What shows for one combination of choices. */
    public record View(String words, List<Panel> panels) {
        public View {
            panels = List.copyOf(panels);
            Numbers.that(!panels.isEmpty(), "a view has no panel");
        }
    }

    public Figure {
        Numbers.that(id.matches("[a-z0-9-]+"), "a figure's id is '" + id + "'");
        words = List.copyOf(words);
        panels = List.copyOf(panels);
        switches = List.copyOf(switches);
        views = List.copyOf(views);
        tables = tables.map(List::copyOf);
        Numbers.that(!panels.isEmpty() || !views.isEmpty(), "figure " + id + " has no panel");
        Numbers.that(panels.isEmpty() || views.isEmpty(), "figure " + id + " has panels beside its views");
        int combinations = switches.stream().mapToInt(s -> s.options().size()).reduce(1, Math::multiplyExact);
        Numbers.that(
                views.isEmpty() ? switches.isEmpty() : views.size() == combinations,
                "figure " + id + " has " + views.size() + " views for " + combinations + " combinations of choices");
        Set<String> names = new HashSet<>();
        switches.forEach(s -> Numbers.that(names.add(s.name()), "figure " + id + " has two switches " + s.name()));
    }

    public static Figure of(
            String id, String title, String caption, Arrangement arrangement, List<? extends Panel> panels) {
        return new Figure(
                id,
                title,
                List.of(),
                caption,
                arrangement,
                List.copyOf(panels),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** A figure whose views a reader chooses between. */
    public static Figure switched(
            String id, String title, String caption, Arrangement arrangement, List<Switch> switches, List<View> views) {
        return new Figure(id, title, List.of(), caption, arrangement, List.of(), switches, views, Optional.empty());
    }

    /** With its numbers in these files; none where another figure has them. */
    public Figure numbers(DataTable... files) {
        return new Figure(id, title, words, caption, arrangement, panels, switches, views, Optional.of(List.of(files)));
    }

    /** With a paragraph above the panels. */
    public Figure saying(String... paragraphs) {
        return new Figure(id, title, List.of(paragraphs), caption, arrangement, panels, switches, views, tables);
    }

    /** All panels of all views. */
    List<Panel> allPanels() {
        return views.isEmpty()
                ? panels
                : views.stream().flatMap(v -> v.panels().stream()).toList();
    }
}
