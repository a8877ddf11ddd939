package dev.onset.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The CSV files of a report: those that figures bring, one with every drawn number for the others, and the checks. */
final class ReportTables {
    private ReportTables() {}

    /** Content by name, without the ending. */
    static Map<String, String> of(FigureReport r) {
        Map<String, String> files = new TreeMap<>();
        for (Section section : r.sections()) {
            if (section instanceof Section.Figures figures) {
                figures.figures().forEach(figure -> tables(figure).forEach(table -> put(files, table)));
            } else if (section instanceof Section.Checks checks) {
                put(files, checks.table().orElseGet(() -> checks(checks)));
            }
        }
        return files;
    }

    /** Two figures may point to one file; it must then be the same. */
    private static void put(Map<String, String> files, DataTable table) {
        String text = table.text();
        String other = files.put(table.name(), text);
        Numbers.that(
                other == null || other.equals(text), "two tables with different numbers are named " + table.name());
    }

    /** The names of a figure's files. */
    static List<String> names(Figure figure) {
        return figure.tables()
                .map(tables -> tables.stream().map(DataTable::name).toList())
                .orElseGet(() -> List.of(figure.id()));
    }

    private static List<DataTable> tables(Figure figure) {
        return figure.tables().orElseGet(() -> List.of(new DrawnNumbers(figure).table()));
    }

    private static DataTable checks(Section.Checks section) {
        DataTable.Builder out =
                DataTable.of(section.id(), "name", "relation", "expected", "tolerance", "measured", "pass");
        for (Check c : section.lines()) {
            out.row(c.name(), OutcomeJson.relation(c), c.expected(), c.tolerance(), c.measured(), c.pass());
        }
        return out.build();
    }
}
