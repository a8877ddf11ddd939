package dev.onset.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A CSV file of numbers in full precision, long format. A text cell that a spreadsheet would take for a formula gets a
 * leading apostrophe; an absent number is an empty cell.
 *
 * @param name of the file, lower case with dashes, without its ending
 * @param rows cells: numbers, truth values and texts
 */
public record DataTable(String name, List<String> columns, List<List<Object>> rows) {
    public DataTable {
        Numbers.that(name.matches("[a-z0-9-]+"), "a table's name is '" + name + "'");
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Object> row : rows) {
            Numbers.length("a row of table " + name, row.size(), columns.size());
            for (Object cell : row) {
                if (cell instanceof Double d) {
                    Numbers.finite("table " + name, d);
                }
            }
        }
    }

    /** Starts a table; its rows follow. */
    public static Builder of(String name, String... columns) {
        return new Builder(name, List.of(columns));
    }

    /** Collects rows. */
    public static final class Builder {
        private final String name;
        private final List<String> columns;
        private final List<List<Object>> rows = new ArrayList<>();

        private Builder(String name, List<String> columns) {
            this.name = name;
            this.columns = columns;
        }

        /** @param cells numbers, truth values, texts and Optionals of such */
        public Builder row(Object... cells) {
            List<Object> row = new ArrayList<>(cells.length);
            for (Object cell : cells) {
                row.add(plain(cell));
            }
            rows.add(row);
            return this;
        }

        private static Object plain(Object cell) {
            if (cell instanceof Optional<?> o) {
                return o.isPresent() ? plain(o.get()) : "";
            }
            if (cell instanceof OptionalDouble o) {
                return o.isPresent() ? o.getAsDouble() : "";
            }
            return cell instanceof Number || cell instanceof Boolean ? cell : cell.toString();
        }

        public DataTable build() {
            return new DataTable(name, columns, rows);
        }
    }

    /** The file's content. */
    String text() {
        StringBuilder out = new StringBuilder();
        try {
            CSVPrinter printer = new CSVPrinter(
                    out, CSVFormat.RFC4180.builder().setRecordSeparator("\n").get());
            printer.printRecord(columns);
            for (List<Object> row : rows) {
                printer.printRecord(row.stream().map(DataTable::cell).toList());
            }
        } catch (IOException e) {
            throw new IllegalStateException("a StringBuilder refused text", e);
        }
        return out.toString();
    }

    private static String cell(Object value) {
        if (value instanceof Double d) {
            return ReportDigest.number(d);
        }
        String text = value.toString();
        boolean formula = value instanceof String && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }
}
