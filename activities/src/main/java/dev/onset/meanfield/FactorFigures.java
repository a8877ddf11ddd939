package dev.onset.meanfield;

import dev.onset.phases.Interval;
import dev.onset.phases.RankCorrelation;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.TablePanel;
import dev.onset.report.TablePanel.Cell;
import dev.onset.report.TablePanel.Column;
import dev.onset.report.TablePanel.Format;
import dev.onset.report.TablePanel.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** One factor at a time, in one table; and which factor moves what. */
final class FactorFigures {
    private static final int RESAMPLES = 300;

    private final MeanFieldFindings findings;

    FactorFigures(MeanFieldFindings findings) {
        this.findings = findings;
    }

    /** Something a factor may move. */
    private record Effect(String name, ToDoubleFunction<FlowPath> value) {}

    private static final List<Effect> EFFECTS = List.of(
            new Effect(
                    "last order half learned",
                    path -> path.half(path.cell.settings().teacher().size() - 1).orElse(Double.NaN)),
            new Effect("lowest test error", path -> path.cleanErrors[path.best()]),
            new Effect("test error at the end", path -> path.cleanErrors[path.cleanErrors.length - 1]),
            new Effect("gap opens", path -> path.onset().orElse(Double.NaN)),
            new Effect("gap at the end", FlowPath::lastGap),
            new Effect("mean order at the end", FlowPath::lastMeanOrder));

    List<Figure> all() {
        List<Figure> figures = new ArrayList<>();
        figures.add(levels());
        if (!findings.factors.isEmpty()) {
            figures.add(effects());
        }
        return figures;
    }

    private Figure levels() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.text("flow"));
        columns.add(new Column("seeds", Format.COUNT));
        columns.add(Column.text("half-learning times, by order"));
        columns.add(Column.text("lowest test error"));
        columns.add(new Column("at time", Format.NUMBER));
        columns.add(Column.text("test error at the end"));
        columns.add(Column.text("gap at the end"));
        columns.add(new Column("gap opens", Format.NUMBER));
        columns.add(Column.text("two-phase detector: dividends"));
        columns.add(Column.text("spectrum"));
        List<List<Cell>> rows = new ArrayList<>();
        for (FlowGroup group : findings.all()) {
            rows.add(row(group));
        }
        return Figure.of(
                "factors",
                "One factor at a time",
                "Medians of times, means and standard deviations of errors, over seeds. The gap is test less training loss, labels"
                        + " of both with noise; it opens by the rule of the two-phase detector. A dash: it does not open in every seed.",
                Arrangement.STACKED,
                List.of(new TablePanel("flows and what is varied in them", columns, rows)));
    }

    private List<Cell> row(FlowGroup group) {
        boolean own = group.name().equals(FlowCell.SAMPLE);
        Cell name = Cell.of(label(group)).in(own ? Tone.SOFT : Tone.PLAIN);
        List<Cell> row = new ArrayList<>();
        row.add(own ? name.strongly() : name);
        row.add(Cell.of(group.paths().size()));
        row.add(Cell.of(halves(group)));
        boolean population = group.settings().population();
        row.add(population ? Cell.of("") : spread(group, path -> path.cleanErrors[path.best()]));
        row.add(population ? Cell.of("") : Cell.of(group.median(path -> OptionalDouble.of(path.times[path.best()]))));
        row.add(spread(group, path -> path.cleanErrors[path.cleanErrors.length - 1]));
        row.add(population ? Cell.of("none by design") : spread(group, FlowPath::lastGap));
        row.add(Cell.of(group.onset()));
        row.add(Cell.of(verdicts(group)));
        row.add(Cell.of(group.spectrum().verdict().id()));
        return row;
    }

    private static Cell spread(FlowGroup group, ToDoubleFunction<FlowPath> value) {
        return Cell.of(Fmt.fixed(group.mean(value), 3) + " \u00b1 " + Fmt.fixed(group.deviation(value), 3));
    }

    /** What the flow is, and the value that is varied. */
    private String label(FlowGroup group) {
        if (group.settings().population()) {
            return "population, N = " + group.settings().neurons();
        }
        return group.paths()
                .get(0)
                .cell
                .factor()
                .map(factor -> factor.words + " " + Fmt.plain(factor.of(group.settings())))
                .orElse("sample: " + group.settings().points() + " points, label noise "
                        + Fmt.plain(group.settings().noise()) + ", N = "
                        + group.settings().neurons());
    }

    private static String halves(FlowGroup group) {
        StringBuilder out = new StringBuilder();
        for (int k = 0; k < group.settings().teacher().size(); k++) {
            OptionalDouble half = group.half(k);
            out.append(k > 0 ? " / " : "").append(half.isPresent() ? Fmt.found(half.getAsDouble()) : Fmt.NONE);
        }
        return out.toString();
    }

    /** How many seeds have which verdict. */
    private static String verdicts(FlowGroup group) {
        Map<String, Integer> counts = new TreeMap<>();
        group.paths().forEach(path -> counts.merge(path.verdict.verdict().id(), 1, Integer::sum));
        StringBuilder out = new StringBuilder();
        counts.forEach((verdict, count) -> out.append(out.length() > 0 ? ", " : "")
                .append(count)
                .append(" ")
                .append(verdict));
        return out.toString();
    }

    private Figure effects() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.text("factor"));
        EFFECTS.forEach(effect -> columns.add(Column.text(effect.name())));
        List<List<Cell>> rows = new ArrayList<>();
        findings.factors.forEach((factor, levels) -> {
            List<Cell> row = new ArrayList<>();
            row.add(Cell.of(factor.words));
            EFFECTS.forEach(effect -> row.add(effect(factor, levels, effect)));
            rows.add(row);
        });
        return Figure.of(
                "effects",
                "Which factor moves what",
                "Spearman\u2019s rank correlation of the factor\u2019s value with what was measured, over its levels and seeds, with a"
                        + " 95 % bootstrap interval over runs. Strong: the interval excludes 0. Runs in which a moment does not exist"
                        + " are left out and counted.",
                Arrangement.STACKED,
                List.of(new TablePanel("rank correlations of factors with what was measured", columns, rows)));
    }

    private Cell effect(Factor factor, List<FlowGroup> levels, Effect effect) {
        List<FlowPath> paths =
                levels.stream().flatMap(group -> group.paths().stream()).toList();
        List<FlowPath> found = paths.stream()
                .filter(path -> Double.isFinite(effect.value().applyAsDouble(path)))
                .toList();
        Optional<Interval> correlation = RankCorrelation.of(
                found.stream()
                        .mapToDouble(path -> factor.of(path.cell.settings()))
                        .toArray(),
                found.stream().mapToDouble(effect.value()).toArray(),
                RESAMPLES,
                findings.seed);
        String left = found.size() < paths.size() ? "; " + (paths.size() - found.size()) + " runs without" : "";
        if (correlation.isEmpty()) {
            return Cell.of("").noted("does not vary, or too few runs" + left);
        }
        Interval i = correlation.get();
        Cell cell = Cell.of(Fmt.fixed(i.value(), 2)).noted(Fmt.interval(i.low(), i.high(), 2) + left);
        return i.low() > 0 || i.high() < 0 ? cell.strongly() : cell;
    }
}
