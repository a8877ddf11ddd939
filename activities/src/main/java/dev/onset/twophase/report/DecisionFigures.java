package dev.onset.twophase.report;

import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.Section;
import dev.onset.report.TablePanel;
import dev.onset.report.TablePanel.Cell;
import dev.onset.report.TablePanel.Column;
import dev.onset.report.TablePanel.Format;
import dev.onset.twophase.report.ReportParts.Criterion;
import dev.onset.twophase.report.ReportParts.Estimate;
import dev.onset.twophase.report.ReportParts.Onset;
import dev.onset.twophase.report.ReportParts.OutputResult;
import dev.onset.twophase.report.ReportParts.SolverFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How the verdict came about, what it depends on, and how exact the extraction is. */
final class DecisionFigures {
    private final TwoPhaseReport r;

    DecisionFigures(TwoPhaseReport report) {
        this.r = report;
    }

    Section criteria(PhaseTables tables) {
        String chance = r.losses().chance().isPresent()
                ? Fmt.percent(r.losses().chance().getAsDouble())
                        + " of the run\u2019s logarithmic time counts as near t*: the rate of agreement by chance."
                : "";
        return new Section.Checks(
                "criteria",
                "The tests behind the verdict",
                "Together: " + r.verdict().id() + ". " + chance,
                r.criteria().stream().map(Criterion::check).toList(),
                Optional.of(tables.criteria()));
    }

    Figure sensitivity(PhaseTables tables) {
        List<TablePanel> panels = new ArrayList<>();
        panels.add(outputs());
        onsets().ifPresent(panels::add);
        if (!r.sensitivity().isEmpty()) {
            panels.add(settings());
        }
        if (!r.nulls().isEmpty()) {
            panels.add(nulls());
        }
        return Figure.of(
                        "turns",
                        "Sensitivity and nulls",
                        r.nulls().isEmpty() ? "The detector was not tried on data without two phases here." : "",
                        Arrangement.STACKED,
                        panels)
                .numbers(tables.turns(), tables.onsets(), tables.sensitivity(), tables.nulls());
    }

    /** Fall and rise by output: whether the turn depends on the choice of v. */
    private TablePanel outputs() {
        List<List<Cell>> rows = new ArrayList<>();
        for (OutputResult o : r.outputs()) {
            rows.add(List.of(
                    Cell.of(o.name())
                            .strongly()
                            .noted(o.linear() ? "linear in the logits" : "not linear in the logits"),
                    estimate(o.tStar(), 0),
                    estimate(o.fall(), 2),
                    estimate(o.rise(), 2)));
        }
        return new TablePanel(
                "The turn by output",
                List.of(
                        Column.text("Output v"),
                        new Column("t*", Format.COUNT),
                        new Column("Fall, orders", Format.TWO_DECIMALS),
                        new Column("Rise, orders", Format.TWO_DECIMALS)),
                rows);
    }

    private static Cell estimate(Optional<Estimate> e, int decimals) {
        return e.map(x -> Cell.of(x.value()).noted(Fmt.interval(x.low(), x.high(), decimals)))
                .orElseGet(() -> Cell.of(OptionalDouble.empty()));
    }

    private Optional<TablePanel> onsets() {
        if (r.losses().onsets().isEmpty() && r.losses().halving().isEmpty()) {
            return Optional.empty();
        }
        List<List<Cell>> rows = new ArrayList<>();
        for (Onset o : r.losses().onsets()) {
            rows.add(List.of(Cell.of("Gap opens: " + o.rule()), Cell.of(o.step())));
        }
        rows.add(List.of(Cell.of("Training loss has halved"), Cell.of(r.losses().halving())));
        r.losses()
                .test()
                .ifPresent(t -> rows.add(
                        List.of(Cell.of("Lowest test loss, " + Fmt.sig(t.best()) + " nats"), Cell.of(t.bestStep()))));
        return Optional.of(
                new TablePanel("Moments", List.of(Column.text("Moment"), new Column("Step", Format.COUNT)), rows));
    }

    private TablePanel settings() {
        return new TablePanel(
                "The decision under other settings",
                List.of(
                        Column.text("Setting"),
                        Column.text("Verdict"),
                        new Column("t*", Format.COUNT),
                        new Column("Fall", Format.TWO_DECIMALS),
                        new Column("Rise", Format.TWO_DECIMALS)),
                r.sensitivity().stream()
                        .map(s -> List.of(
                                Cell.of(s.setting()),
                                Cell.of(s.verdict()),
                                Cell.of(s.tStar()),
                                Cell.of(s.fall()),
                                Cell.of(s.rise())))
                        .toList());
    }

    private TablePanel nulls() {
        return new TablePanel(
                "Data that must not show two phases",
                List.of(Column.text("Null"), new Column("Called two-phase", Format.COUNT)),
                r.nulls().stream()
                        .map(n -> List.of(
                                Cell.of(n.name()).strongly().noted(n.words()),
                                Cell.of(Fmt.step(n.positive()) + " of " + Fmt.step(n.trials()))))
                        .toList());
    }

    Figure solver(PhaseTables tables) {
        List<List<Cell>> rows = new ArrayList<>();
        for (SolverFacts s : r.solver()) {
            rows.add(List.of(
                    Cell.of(name(s.output()))
                            .strongly()
                            .noted(s.mode() + "; gap asked for: " + Fmt.plain(s.tolerance())),
                    Cell.of(s.medianGap()).noted("largest " + Fmt.sig(s.maxGap(), 2)),
                    Cell.of(Fmt.step(s.medianIterations())).noted("most " + Fmt.step(s.maxIterations())),
                    Cell.of(s.residual())));
        }
        TablePanel panel = new TablePanel(
                "Extraction",
                List.of(
                        Column.text("Extraction"),
                        new Column("Certified gap, median", Format.SHORT),
                        new Column("Iterations, median", Format.COUNT),
                        new Column("Residual", Format.SHORT)),
                rows);
        return Figure.of(
                        "solver",
                        "How exact the extraction is",
                        "The certified gap bounds how far an objective lies above the optimum, relative to it; the residual is"
                                + " the largest mismatch relative to max |u|.",
                        Arrangement.STACKED,
                        List.of(panel))
                .numbers(tables.solver());
    }

    private String name(String output) {
        return r.outputs().stream()
                .filter(o -> o.id().equals(output))
                .map(OutputResult::name)
                .findFirst()
                .orElse(output);
    }
}
