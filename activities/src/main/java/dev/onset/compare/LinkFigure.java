package dev.onset.compare;

import dev.onset.kind.ComparedRun;
import dev.onset.kind.Outcome.Link;
import dev.onset.phases.PartialRankCorrelation;
import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.Scale;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two quantities of every run against each other, and whether they move together when a third is held. */
final class LinkFigure {
    private static final int DRAWN = 2_000;

    private final List<ComparedRun> runs;

    LinkFigure(List<ComparedRun> runs) {
        this.runs = runs;
    }

    /** One, other and given of the runs that have all three, all positive. */
    static List<double[]> rows(List<ComparedRun> runs, Link link) {
        List<double[]> rows = new ArrayList<>();
        for (ComparedRun run : runs) {
            Optional<Double> one = run.outcome().value(link.one());
            Optional<Double> other = run.outcome().value(link.other());
            Optional<Double> given = run.outcome().value(link.given());
            if (one.isPresent() && other.isPresent() && given.isPresent()) {
                double[] row = {one.get(), other.get(), given.get()};
                if (row[0] > 0 && row[1] > 0 && row[2] > 0) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /** Absent where fewer than two runs have them. */
    Optional<Figure> figure(Optional<PartialRankCorrelation> linked) {
        Optional<Link> asked =
                runs.stream().flatMap(run -> run.outcome().link().stream()).findFirst();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        Link link = asked.get();
        List<double[]> rows = rows(runs, link);
        if (rows.size() < 2) {
            return Optional.empty();
        }
        String words = rows.size() + " of " + runs.size() + " runs have " + link.one() + ", " + link.other() + " and "
                + link.given() + ". "
                + linked.map(found ->
                                "Partial Spearman correlation of " + link.one() + " and " + link.other() + " given "
                                        + link.given() + ": " + Fmt.fixed(found.value(), 2)
                                        + ", 95 % bootstrap interval over runs "
                                        + Fmt.interval(found.low(), found.high(), 2) + ". "
                                        + (found.linked()
                                                ? "It excludes none: they move together beyond what " + link.given()
                                                        + " explains."
                                                : "It does not exclude none: that they move together is not shown."))
                        .orElse("They are too few, or one does not vary, so no correlation is given.");
        return Optional.of(Figure.of(
                "link",
                "Do " + link.one() + " and " + link.other() + " move together?",
                words,
                Arrangement.SIDE_BY_SIDE,
                List.of(panel(rows, 0, link.one(), 1, link.other()), panel(rows, 2, link.given(), 0, link.one()))));
    }

    private static AxesPanel panel(List<double[]> rows, int x, String xName, int y, String yName) {
        List<double[]> drawn = rows.subList(0, Math.min(DRAWN, rows.size()));
        Curve dots = Curve.of(
                "runs",
                Colour.BLUE,
                Mode.POINTS,
                drawn.stream().mapToDouble(row -> row[x]).toArray(),
                drawn.stream().mapToDouble(row -> row[y]).toArray());
        return AxesPanel.of(yName, Scale.logarithmic(xName), Scale.logarithmic(yName), List.of(dots), List.of());
    }
}
