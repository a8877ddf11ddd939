package dev.onset.threesteps;

import dev.onset.kind.ObservedRun;
import dev.onset.kind.StageContext;
import dev.onset.pages.FigureFit;
import dev.onset.report.FigureReport;
import dev.onset.report.FigureReport.Arrangement;
import dev.onset.report.FigureReport.Colour;
import dev.onset.report.FigureReport.Figure;
import dev.onset.report.FigureReport.Panel;
import dev.onset.report.FigureReport.Scale;
import dev.onset.report.FigureReport.Series;
import java.util.List;
import java.util.stream.IntStream;

/** Both observables against the step. */
final class SumFigure {
    private SumFigure() {}

    static FigureReport of(StageContext context, List<ObservedRun> runs) {
        ObservedRun run = runs.get(0);
        double[] steps =
                run.point().schedule().stream().mapToDouble(Long::doubleValue).toArray();
        Panel panel = new Panel(
                "numbers",
                Scale.linear("step"),
                Scale.linear("value"),
                List.of(
                        Series.line("value", Colour.BLUE, steps, numbers(run, "value")),
                        Series.line("square", Colour.ORANGE, steps, numbers(run, "square"))),
                List.of());
        double[] values = numbers(run, "value");
        return new FigureReport(
                FigureFit.NAMELESS,
                "added",
                "the steps add up",
                "The last value is " + values[values.length - 1] + ".",
                List.of(),
                List.of(new Figure("numbers", "Numbers", "Both observables.", Arrangement.STACKED, List.of(panel))),
                List.of(),
                List.of(),
                List.of(),
                FigureFit.NOWHERE);
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
