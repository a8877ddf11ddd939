package dev.onset.twophase.report;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.Mark;
import dev.onset.report.Scale;
import dev.onset.report.Section;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import dev.onset.report.TablePanel;
import dev.onset.report.TablePanel.Cell;
import dev.onset.report.TablePanel.Column;
import dev.onset.report.TablePanel.Format;
import dev.onset.report.TablePanel.Tone;
import dev.onset.twophase.report.TheoryParts.RatioCurves;
import dev.onset.twophase.report.TheoryParts.Theory;
import dev.onset.twophase.report.TheoryParts.TheoryNull;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The denoising theory's fitted noise, and how well its distribution and those of simpler paths match the measured one. */
final class TheoryFigures {
    private static final double LEAST_NOISE = 1e-15;
    private static final double ROOM = 1.05;

    private final TwoPhaseReport report;
    private final Timeline time;

    TheoryFigures(TwoPhaseReport report) {
        this.report = report;
        this.time = new Timeline(report);
    }

    /** A chart and a table for every kind of interaction that the theory was fitted to. */
    Section section(PhaseTables tables) {
        List<Figure> figures = new ArrayList<>();
        for (Theory t : report.theory()) {
            String id = "theory-" + (figures.size() + 1);
            figures.add(Figure.of(id, t.name(), "", Arrangement.STACKED, List.of(noise(t), distance(t)))
                    .saying(t.words())
                    .numbers());
        }
        figures.add(Figure.of(
                        "theory",
                        "Checkpoint by checkpoint",
                        "One noise variance is fitted to every checkpoint (arXiv 2407.19198). Lower total variation is better; a"
                                + " simpler path below the theory means that the theory adds nothing there. The theory claims"
                                + " nothing about the first phase.",
                        Arrangement.STACKED,
                        report.theory().stream().map(this::table).toList())
                .numbers(tables.theory(), tables.theorySummary()));
        return new Section.Figures("theory", "Against the denoising theory", List.of(), figures, false);
    }

    private AxesPanel noise(Theory t) {
        double[] exponents = Arrays.stream(t.sigma2())
                .map(s -> Math.log10(Math.max(s, LEAST_NOISE)))
                .toArray();
        return AxesPanel.of(
                "log10 of the fitted noise variance \u03c3\u00b2",
                Timeline.SCALE,
                Scale.linear("log10 \u03c3\u00b2"),
                List.of(Curve.of("theory", Colour.GREEN, Mode.LINE_AND_POINTS, time.steps, exponents)),
                time.turn());
    }

    private AxesPanel distance(Theory t) {
        List<Curve> lines = new ArrayList<>();
        for (int i = 0; i < t.nulls().size(); i++) {
            TheoryNull n = t.nulls().get(i);
            lines.add(Curve.line(n.name(), Colour.grey(i), time.steps, n.tv()));
        }
        lines.add(Curve.of("theory", Colour.GREEN, Mode.LINE_AND_POINTS, time.steps, t.tv()));
        double top = lines.stream()
                .mapToDouble(c -> LossFigure.max(c.y(), new double[0]))
                .reduce(1e-3, Math::max);
        List<Mark> marks = time.turn();
        return AxesPanel.of(
                "total variation from the measured distribution",
                Timeline.SCALE,
                Scale.linear("total variation").from(0, ROOM * top),
                lines,
                marks);
    }

    /** Fitted noise by checkpoint, with the distance of every path, the least of them set off. */
    private TablePanel table(Theory t) {
        List<Column> columns = new ArrayList<>(List.of(
                Column.text(t.name() + ": step"),
                new Column("\u03c3\u00b2", Format.SHORT),
                new Column("TV, theory", Format.THREE_DECIMALS)));
        t.nulls().forEach(n -> columns.add(new Column(n.name(), Format.THREE_DECIMALS)));
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < report.steps().length; i++) {
            List<Cell> row = new ArrayList<>(
                    List.of(Cell.of(Fmt.step(report.steps()[i])), Cell.of(t.sigma2()[i]), distance(t, t.tv()[i], i)));
            for (TheoryNull n : t.nulls()) {
                row.add(distance(t, n.tv()[i], i));
            }
            rows.add(row);
        }
        return new TablePanel(t.name() + ": fitted noise and distances by step", columns, rows);
    }

    /** The theory claims nothing of what lies before the turn. */
    private static Cell distance(Theory t, double value, int checkpoint) {
        double least = t.tv()[checkpoint];
        for (TheoryNull n : t.nulls()) {
            least = Math.min(least, n.tv()[checkpoint]);
        }
        Cell cell = Cell.of(value).in(checkpoint < t.turn() ? Tone.SOFT : Tone.PLAIN);
        return value == least ? cell.strongly() : cell;
    }

    /** The theory's ratios between neighbouring orders against the noise variance. */
    static Figure ratios(List<RatioCurves> all, PhaseTables tables) {
        double top = 1;
        for (RatioCurves curves : all) {
            for (double[] curve : curves.ratio()) {
                top = LossFigure.max(curve, new double[] {top});
            }
        }
        Scale y = Scale.linear("ratio").from(0.9, ROOM * top);
        return Figure.of(
                        "theory-ratios",
                        "What the theory predicts of neighbouring orders",
                        "Above 1, the lower order is learned more strongly. That the ratio always exceeds 1 and grows with the"
                                + " noise, as printed, is no theorem: with 12 players, k = 1 and \u03c3\u00b2 = 10^\u22127.25 it is"
                                + " 0.99974.",
                        Arrangement.SIDE_BY_SIDE,
                        all.stream().map(curves -> ratio(curves, y)).toList())
                .numbers(tables.theoryRatios());
    }

    private static AxesPanel ratio(RatioCurves curves, Scale y) {
        double[] x = Arrays.stream(curves.sigma2()).map(Math::log10).toArray();
        List<Curve> lines = new ArrayList<>();
        int last = curves.ratio().length - 1;
        for (int k = 0; k <= last; k++) {
            String name = "k = " + (k + 1);
            Curve line = Curve.line(name, Colour.nth(k), x, curves.ratio()[k]);
            lines.add(k == 0 || k == last ? line.labelled(name) : line);
        }
        return AxesPanel.of(
                "ratio of order k to k + 1, " + curves.players() + " players",
                Scale.linear("log10 of the noise variance"),
                y,
                lines,
                List.of());
    }
}
