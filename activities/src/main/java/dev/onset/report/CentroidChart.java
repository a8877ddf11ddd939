package dev.onset.report;

import dev.onset.report.Plot.EndLabel;
import dev.onset.report.ReportParts.ControlPath;
import dev.onset.report.ReportParts.OutputResult;
import dev.onset.report.ReportParts.SparseRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Centroid paths of every output with their intervals, and of the control models. */
final class CentroidChart {
    private final TwoPhaseReport report;
    private final Timeline time;

    CentroidChart(TwoPhaseReport report) {
        this.report = report;
        this.time = new Timeline(report);
    }

    Markup draw() {
        List<String[]> key = new ArrayList<>();
        for (int i = 0; i < report.outputs().size(); i++) {
            key.add(new String[] {"out" + i, report.outputs().get(i).name()});
        }
        for (int i = 0; i < report.controls().size(); i++) {
            key.add(new String[] {
                "control dash" + i % 3, report.controls().get(i).name()
            });
        }
        return new Markup().add(Layout.key("narrow", key)).add(Layout.both(this::draw));
    }

    private Markup draw(Layout layout) {
        int n = report.identity().players();
        Markup svg = Plot.svg(layout.width, 370, layout.style, "Mean order of interactions by training step");
        LogAxis x = time.axis(layout);
        LinearAxis y = new LinearAxis(n > 1 ? 1 : 0, Math.min(n, top()), 318, 34, 6);
        Plot plot = new Plot(svg, x, y, layout.left, layout.right, 34, 318);
        time.marks(plot, true);
        plot.yAxis("centroid: mean order of salient interactions").xAxis(true, time.title(layout));
        List<EndLabel> ends = new ArrayList<>();
        for (int i = 0; i < report.controls().size(); i++) {
            ControlPath c = report.controls().get(i);
            double[] steps = Arrays.stream(c.steps()).asDoubleStream().toArray();
            plot.line(steps, c.centroid(), "control dash" + i % 3, 0);
            if (steps.length > 0 && LossChart.last(c.centroid()) > 0) {
                ends.add(new EndLabel(LossChart.last(c.centroid()), c.name(), "control"));
            }
        }
        for (int i = report.outputs().size() - 1; i >= 0; i--) {
            path(plot, report.outputs().get(i), "out" + i, ends);
        }
        time.names(plot, true);
        if (layout.labelled()) {
            plot.endLabels(ends);
        }
        return svg.close();
    }

    private void path(Plot plot, OutputResult o, String style, List<EndLabel> ends) {
        if (Arrays.stream(o.centroid()).allMatch(c -> c > 0)) {
            plot.band(time.steps, o.centroidLow(), o.centroidHigh(), style);
        }
        plot.line(time.steps, o.centroid(), style, 0);
        for (SparseRange r : o.equallySparse()) {
            plot.whisker(
                    time.steps[r.checkpoint()],
                    r.low(),
                    r.high(),
                    style,
                    "equally sparse solutions at step " + Fmt.step(time.steps[r.checkpoint()]) + ": "
                            + Fmt.interval(r.low(), r.high(), 2));
        }
        plot.dots(time.steps, o.centroid(), style, time.tips(o.name() + " centroid", o.centroid()), 0);
        if (LossChart.last(o.centroid()) > 0) {
            ends.add(new EndLabel(LossChart.last(o.centroid()), o.name(), style));
        }
    }

    private double top() {
        double most = 2;
        for (OutputResult o : report.outputs()) {
            most = Math.max(most, LossChart.max(o.centroid(), o.centroidHigh()));
        }
        for (ControlPath c : report.controls()) {
            most = Math.max(most, LossChart.max(c.centroid(), new double[0]));
        }
        return Math.ceil(most + 0.1);
    }
}
