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
    private static final int STYLES = 3;

    private final TwoPhaseReport report;
    private final Timeline time;

    CentroidChart(TwoPhaseReport report) {
        this.report = report;
        this.time = new Timeline(report);
    }

    Markup draw() {
        Key key = new Key("narrow");
        for (int i = 0; i < report.outputs().size(); i++) {
            key.dotted("out" + i % STYLES, report.outputs().get(i).name());
        }
        for (int i = 0; i < report.controls().size(); i++) {
            key.line("control dash" + i % STYLES, report.controls().get(i).name());
        }
        return new Markup().add(key.draw()).add(Layout.both(this::draw));
    }

    private Markup draw(Layout layout) {
        Markup svg = Drawing.svg(layout.width, 374, layout.style, "Mean order of interactions", description());
        LogAxis x = time.axis(layout);
        LinearAxis y = new LinearAxis(0.8, top() + 0.2, 326, 44, (int) Math.min(6, top()));
        Plot plot = layout.plot(svg, x, y, 44, 326).yAxis();
        time.marks(plot, true);
        plot.xAxis(true, time.title(layout)).title("centroid: mean order of salient interactions", 26);
        List<EndLabel> ends = new ArrayList<>();
        for (int i = 0; i < report.controls().size(); i++) {
            ControlPath c = report.controls().get(i);
            double[] steps = Arrays.stream(c.steps()).asDoubleStream().toArray();
            plot.line(steps, c.centroid(), "control dash" + i % STYLES, 0);
            if (steps.length > 0 && LossChart.last(c.centroid()) > 0) {
                ends.add(new EndLabel(LossChart.last(c.centroid()), c.name(), "control"));
            }
        }
        for (int i = report.outputs().size() - 1; i >= 0; i--) {
            path(plot, report.outputs().get(i), "out" + i % STYLES, ends);
        }
        time.names(plot, true);
        if (layout.labelled()) {
            plot.endLabels(ends);
        }
        return svg.close();
    }

    private String description() {
        StringBuilder out = new StringBuilder();
        for (OutputResult o : report.outputs()) {
            out.append(o.name())
                    .append(": first ")
                    .append(Fmt.fixed(o.centroid()[0], 2))
                    .append(", lowest ")
                    .append(Fmt.fixed(OutcomeJson.lowest(o.centroid()), 2))
                    .append(", last ")
                    .append(Fmt.fixed(LossChart.last(o.centroid()), 2))
                    .append(". ");
        }
        return out + time.words(true);
    }

    private void path(Plot plot, OutputResult o, String style, List<EndLabel> ends) {
        plot.band(time.steps, o.centroidLow(), o.centroidHigh(), style, o.centroid(), 0);
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
        return Math.ceil(most);
    }
}
