package dev.onset.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * A table.
 *
 * @param title for those who cannot see it; columns say the rest
 */
public record TablePanel(String title, List<Column> columns, List<List<Cell>> rows) implements Panel {
    public TablePanel {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        Numbers.that(!columns.isEmpty(), "table " + title + " has no columns");
        for (List<Cell> row : rows) {
            Numbers.length("a row of table " + title, row.size(), columns.size());
        }
    }

    /** How a column prints its numbers. */
    public enum Format {
        TEXT,
        /** Steps and other counts. */
        COUNT,
        /** Three significant digits; whole numbers as they are. */
        NUMBER,
        /** Two significant digits. */
        SHORT,
        /** Two decimals. */
        TWO_DECIMALS,
        /** Three decimals. */
        THREE_DECIMALS,
        PERCENT;

        String print(double value) {
            return switch (this) {
                case TEXT -> Fmt.plain(value);
                case COUNT -> Fmt.step(value);
                case NUMBER -> Fmt.found(value);
                case SHORT -> Fmt.sig(value, 2);
                case TWO_DECIMALS -> Fmt.fixed(value, 2);
                case THREE_DECIMALS -> Fmt.fixed(value, 3);
                case PERCENT -> Fmt.percent(value);
            };
        }
    }

    /** A column; numbers stand at the right. */
    public record Column(String name, Format format) {
        public static Column text(String name) {
            return new Column(name, Format.TEXT);
        }
    }

    /** What a cell's colour says. */
    public enum Tone {
        PLAIN,
        SOFT,
        GOOD,
        BAD
    }

    /**
     * A cell.
     *
     * @param value printed by the column's format; the text where absent
     * @param text a dash is printed where both are missing
     * @param note in small print below; may be empty
     * @param strong set off from the others
     * @param link a page beside this one that it leads to
     */
    public record Cell(
            Optional<Double> value,
            String text,
            String note,
            boolean strong,
            Tone tone,
            @Unmeasured Optional<String> link) {
        private static final Pattern BESIDE = Pattern.compile("[a-z0-9-]+(/[a-z0-9-]+)*(\\.html|/)");

        public Cell {
            value.ifPresent(v -> Numbers.finite("a cell", v));
            link.ifPresent(l -> Numbers.that(BESIDE.matcher(l).matches(), "a cell leads to '" + l + "'"));
        }

        public static Cell of(double value) {
            return of(OptionalDouble.of(value));
        }

        public static Cell of(OptionalDouble value) {
            Optional<Double> boxed = value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
            return new Cell(boxed, "", "", false, Tone.PLAIN, Optional.empty());
        }

        public static Cell of(String text) {
            return new Cell(Optional.empty(), text, "", false, Tone.PLAIN, Optional.empty());
        }

        public Cell noted(String smallPrint) {
            return new Cell(value, text, smallPrint, strong, tone, link);
        }

        public Cell strongly() {
            return new Cell(value, text, note, true, tone, link);
        }

        public Cell in(Tone colour) {
            return new Cell(value, text, note, strong, colour, link);
        }

        /** Leading to a page beside this one, such as {@code cells/a.html}. */
        public Cell to(String page) {
            return new Cell(value, text, note, strong, tone, Optional.of(page));
        }

        String print(Format format) {
            return value.map(format::print).orElse(text.isEmpty() ? Fmt.NONE : text);
        }
    }
}
