package dev.onset.compare;

import dev.onset.kind.ComparedRun;
import dev.onset.kind.Factor;
import dev.onset.kind.Outcome.Measure;
import dev.onset.kind.Outcome.Quantity;
import dev.onset.report.DataTable;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.TablePanel;
import dev.onset.report.TablePanel.Cell;
import dev.onset.report.TablePanel.Column;
import dev.onset.report.TablePanel.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Every number of every run, and their spread over seeds. */
final class RunTables {
    private static final int ROWS = 1_000;
    private static final int QUANTITIES = 8;

    private final List<Factor> factors;
    private final List<ComparedRun> runs;
    private final List<Setting> settings;
    private final List<Quantity> quantities;
    private final List<Quantity> shown;

    RunTables(List<Factor> factors, List<ComparedRun> runs, List<Setting> settings, List<Quantity> quantities) {
        this.factors = factors;
        this.runs = runs;
        this.settings = settings;
        this.quantities = quantities;
        this.shown = quantities.subList(0, Math.min(QUANTITIES, quantities.size()));
    }

    /** Means over seeds, geometric ones of steps, with lowest and highest. */
    Figure settings() {
        List<Column> columns = new ArrayList<>(
                List.of(Column.text("Setting"), new Column("Runs", Format.COUNT), Column.text("Verdicts")));
        shown.forEach(quantity -> columns.add(Column.text(quantity.name())));
        List<List<Cell>> rows = new ArrayList<>();
        DataTable.Builder data = DataTable.of("settings", "setting", "quantity", "runs", "mean", "lowest", "highest");
        for (Setting setting : settings) {
            List<Cell> row = new ArrayList<>(List.of(
                    Cell.of(setting.words(factors)), Cell.of(setting.runs().size()), Cell.of(verdicts(setting))));
            for (Quantity quantity : quantities) {
                double[] values = values(setting, quantity);
                if (values.length > 0) {
                    data.row(
                            setting.words(factors),
                            quantity.name(),
                            values.length,
                            mean(quantity, values),
                            values[0],
                            values[values.length - 1]);
                }
                if (shown.contains(quantity)) {
                    row.add(cell(setting, quantity, values));
                }
            }
            if (rows.size() < ROWS) {
                rows.add(row);
            }
        }
        return Figure.of(
                        "settings-table",
                        "Settings, with their spread over seeds",
                        "Means over seeds, geometric ones of steps; in small print the lowest and the highest, and how many"
                                + " have the quantity where not all do." + cut(settings.size()),
                        Arrangement.STACKED,
                        List.of(new TablePanel("Settings", columns, rows)))
                .numbers(data.build());
    }

    private static Cell cell(Setting setting, Quantity quantity, double[] values) {
        if (values.length == 0) {
            return Cell.of("");
        }
        String range = values.length == 1
                ? ""
                : print(quantity, values[0]) + " to " + print(quantity, values[values.length - 1]);
        String some = values.length < setting.runs().size()
                ? values.length + " of " + setting.runs().size()
                : "";
        return Cell.of(print(quantity, mean(quantity, values)))
                .noted(range + (range.isEmpty() || some.isEmpty() ? "" : ", ") + some);
    }

    /** Ascending. */
    private static double[] values(Setting setting, Quantity quantity) {
        return setting.runs().stream()
                .flatMap(run -> run.outcome().value(quantity.name()).stream())
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
    }

    private static double mean(Quantity quantity, double[] values) {
        return quantity.measure() == Measure.STEP && values[0] > 0
                ? Math.exp(Arrays.stream(values).map(Math::log).average().orElseThrow())
                : Arrays.stream(values).average().orElseThrow();
    }

    private static String verdicts(Setting setting) {
        Map<String, Integer> count = new TreeMap<>();
        setting.runs().forEach(run -> count.merge(run.outcome().verdict(), 1, Integer::sum));
        return count.entrySet().stream()
                .map(verdict -> verdict.getValue() + " " + verdict.getKey())
                .collect(Collectors.joining(", "));
    }

    static String print(Quantity quantity, double value) {
        return switch (quantity.measure()) {
            case STEP -> Fmt.step(value);
            case SHARE -> Fmt.percent(value);
            case NUMBER -> Fmt.found(value);
        };
    }

    /** Every run, leading to its own page. */
    Figure runs() {
        List<Column> columns = new ArrayList<>(List.of(Column.text("Run")));
        factors.forEach(factor -> columns.add(Column.text(Setting.brief(factor.name()))));
        columns.add(Column.text("Verdict"));
        shown.forEach(quantity -> columns.add(Column.text(quantity.name())));
        List<List<Cell>> rows = new ArrayList<>();
        for (ComparedRun run : runs.subList(0, Math.min(ROWS, runs.size()))) {
            List<Cell> row = new ArrayList<>();
            Cell name = Cell.of(run.name());
            row.add(run.link().map(name::to).orElse(name));
            factors.forEach(factor -> row.add(Cell.of(run.levels().getOrDefault(factor.name(), ""))));
            row.add(Cell.of(run.outcome().verdict()));
            shown.forEach(quantity -> row.add(Cell.of(run.outcome()
                    .value(quantity.name())
                    .map(value -> print(quantity, value))
                    .orElse(""))));
            rows.add(row);
        }
        return Figure.of(
                        "runs-table",
                        "Every run",
                        "A run's name leads to its own page where it has one." + cut(runs.size()),
                        Arrangement.STACKED,
                        List.of(new TablePanel("Runs", columns, rows)))
                .numbers(data());
    }

    private static String cut(int all) {
        return all > ROWS ? " The first " + ROWS + " of " + all + "; the CSV file has all." : "";
    }

    private DataTable data() {
        List<String> columns = new ArrayList<>(List.of("run"));
        factors.forEach(factor -> columns.add(factor.name()));
        columns.addAll(List.of("study-seed", "verdict"));
        quantities.forEach(quantity -> columns.add(quantity.name()));
        DataTable.Builder table = DataTable.of("runs", columns.toArray(new String[0]));
        for (ComparedRun run : runs) {
            List<Object> row = new ArrayList<>(List.of(run.name()));
            factors.forEach(factor -> row.add(run.levels().getOrDefault(factor.name(), "")));
            row.addAll(List.of(run.seed(), run.outcome().verdict()));
            quantities.forEach(quantity -> row.add(run.outcome().value(quantity.name())));
            table.row(row.toArray());
        }
        return table.build();
    }
}
