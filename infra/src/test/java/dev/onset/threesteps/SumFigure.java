package dev.onset.threesteps;

import dev.onset.kind.ObservedRun;
import dev.onset.kind.StageContext;
import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.FigureReport;
import dev.onset.report.Scale;
import dev.onset.report.Series;
import java.util.List;
import java.util.stream.IntStream;

/** Both observables against the step. */
final class SumFigure {
    private SumFigure() {}

    static FigureReport of(StageContext context, List<ObservedRun> runs) {
        ObservedRun run = runs.get(0);
        double[] values = numbers(run, "value");
        AxesPanel panel = panel("numbers", run);
        return FigureReport.of(
                "added",
                "the steps add up",
                "The last value is " + values[values.length - 1] + ".",
                List.of(),
                List.of(Figure.of("numbers", "Numbers", "Both observables.", Arrangement.STACKED, List.of(panel))),
                List.of(),
                List.of());
    }

    static AxesPanel panel(String title, ObservedRun run) {
        double[] steps =
                run.point().schedule().stream().mapToDouble(Long::doubleValue).toArray();
        return AxesPanel.of(
                title,
                Scale.linear("step"),
                Scale.linear("value"),
                List.of(
                        Series.Curve.line("value", Colour.BLUE, steps, numbers(run, "value")),
                        Series.Curve.line("square", Colour.ORANGE, steps, numbers(run, "square"))),
                List.of());
    }

    private static double[] numbers(ObservedRun run, String observable) {
        return IntStream.range(0, run.checkpoints().size())
                .mapToDouble(t -> run.observed(observable, t)
                        .get(0)
                        .scalars()
                        .get("number")
                        .doubleValue())
                .toArray();
    }
}
