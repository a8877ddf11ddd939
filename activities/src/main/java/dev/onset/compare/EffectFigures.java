package dev.onset.compare;

import dev.onset.kind.Outcome.Measure;
import dev.onset.kind.Outcome.Quantity;
import dev.onset.phases.Interval;
import dev.onset.report.DataTable;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.TablePanel;
import dev.onset.report.TablePanel.Cell;
import dev.onset.report.TablePanel.Column;
import dev.onset.report.TablePanel.Tone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of what moves what. */
final class EffectFigures {
    private static final int ROWS = 200;
    private static final int QUANTITIES = 8;

    private final List<Effect> effects;
    private final List<Quantity> shown;

    EffectFigures(List<Effect> effects, List<Quantity> quantities) {
        this.effects = effects;
        this.shown = quantities.subList(0, Math.min(QUANTITIES, quantities.size()));
    }

    /** How the table is read. */
    List<String> words() {
        return List.of("Each line compares runs that agree in all other factors, seed by seed. Steps are compared by"
                + " their ratio, all else by its difference; in small print the 95 % bootstrap interval over the pairs, which"
                + " for three or four pairs is hardly more than their range. Bold: at least " + Effect.ENOUGH
                + " pairs, the interval excludes no effect, and Student's test over the pairs does too, at 5 %. Of a hundred"
                + " numbers without any effect about five are bold all the same.");
    }

    List<Figure> figures() {
        Map<String, Map<String, Effect>> lines = new LinkedHashMap<>();
        for (Effect effect : effects) {
            lines.computeIfAbsent(effect.factor().name() + "\n" + effect.level(), line -> new LinkedHashMap<>())
                    .put(effect.quantity(), effect);
        }
        List<Column> columns =
                new ArrayList<>(List.of(Column.text("Factor"), Column.text("Level"), Column.text("Instead of")));
        shown.forEach(quantity -> columns.add(Column.text(quantity.name())));
        List<List<Cell>> rows = new ArrayList<>();
        lines.values().stream().limit(ROWS).forEach(line -> rows.add(row(line)));
        TablePanel table = new TablePanel("Which factor moves what", columns, rows);
        return List.of(Figure.of(
                        "moves",
                        "What moves what",
                        lines.size() > ROWS
                                ? "The first " + ROWS + " of " + lines.size() + " lines; the CSV file has all."
                                : "The CSV file has every quantity.",
                        Arrangement.STACKED,
                        List.of(table))
                .numbers(data()));
    }

    private List<Cell> row(Map<String, Effect> line) {
        Effect any = line.values().iterator().next();
        List<Cell> row = new ArrayList<>(List.of(
                Cell.of(Setting.brief(any.factor().name())),
                Cell.of(any.level()),
                Cell.of(any.factor().referenceWords())));
        for (Quantity quantity : shown) {
            Effect effect = line.get(quantity.name());
            row.add(effect == null ? Cell.of("").in(Tone.SOFT) : cell(effect));
        }
        return row;
    }

    private static Cell cell(Effect effect) {
        String spread = effect.interval()
                .map(interval -> print(effect, interval.low()) + " to " + print(effect, interval.high()) + ", "
                        + effect.pairs() + " pairs")
                .orElse("1 pair");
        Cell cell = Cell.of(print(effect, effect.mean())).noted(spread);
        return effect.moves() ? cell.strongly() : cell.in(Tone.SOFT);
    }

    /** A ratio with a multiplication sign, a difference with its own. */
    static String print(Effect effect, double value) {
        double printed = effect.printed(value);
        return switch (effect.measure()) {
            case STEP -> "\u00d7" + Fmt.sig(printed, 2);
            case SHARE -> sign(printed) + Fmt.sig(printed, 2) + " pp";
            case NUMBER -> sign(printed) + Fmt.sig(printed, 2);
        };
    }

    private static String sign(double value) {
        return value > 0 ? "+" : "";
    }

    private DataTable data() {
        DataTable.Builder table = DataTable.of(
                "effects",
                "factor",
                "level",
                "reference",
                "quantity",
                "measure",
                "pairs",
                "mean",
                "low",
                "high",
                "share-of-pairs-agreeing",
                "bold");
        for (Effect effect : effects) {
            table.row(
                    effect.factor().name(),
                    effect.level(),
                    effect.factor().referenceWords(),
                    effect.quantity(),
                    effect.measure() == Measure.STEP
                            ? "log-ratio"
                            : effect.measure().name().toLowerCase(Locale.ROOT) + "-difference",
                    effect.pairs(),
                    effect.mean(),
                    effect.interval().map(Interval::low),
                    effect.interval().map(Interval::high),
                    effect.agreeing(),
                    effect.moves());
        }
        return table.build();
    }
}
