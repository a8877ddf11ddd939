package dev.onset.report;

import dev.onset.report.Plot.EndLabel;
import dev.onset.report.ReportParts.Losses;
import dev.onset.report.ReportParts.Onset;
import dev.onset.report.ReportParts.TestLosses;
import java.util.ArrayList;
import java.util.List;

/** Losses, their gap with the onset, and accuracies, stacked over one step axis. */
final class LossChart {
    private static final double ABSENT = Double.NEGATIVE_INFINITY;

    private final Losses losses;
    private final Timeline time;

    LossChart(TwoPhaseReport report) {
        this.losses = report.losses();
        this.time = new Timeline(report);
    }

    Markup draw() {
        Markup out = new Markup();
        List<String[]> key = new ArrayList<>();
        key.add(new String[] {"train", "training"});
        if (losses.test().isPresent()) {
            key.add(new String[] {"test", "test"});
            key.add(new String[] {"gap", "gap"});
        }
        return out.add(Layout.key("narrow", key)).add(Layout.both(this::draw));
    }

    private Markup draw(Layout layout) {
        boolean tested = losses.test().isPresent();
        double height = tested ? 560 : 430;
        Markup svg = Plot.svg(
                layout.width, height, layout.style, "Training and test loss, their gap, and accuracy by training step");
        LogAxis x = time.axis(layout);
        loss(svg, layout, x, 34, 234);
        losses.test().ifPresent(t -> gap(svg, layout, x, t, 278, 388));
        accuracy(svg, layout, x, tested ? 432 : 278, tested ? 512 : 382);
        return svg.close();
    }

    private void loss(Markup svg, Layout layout, LogAxis x, double top, double bottom) {
        double most = max(losses.train(), losses.test().map(TestLosses::loss).orElse(new double[0]));
        Plot plot = plot(svg, layout, x, LinearAxis.around(0, most, bottom, top, 4), top, bottom);
        time.marks(plot, true);
        plot.yAxis("cross-entropy loss, nats").xAxis(false, "");
        List<EndLabel> ends = new ArrayList<>();
        losses.test().ifPresent(t -> {
            plot.band(time.steps, losses.train(), t.loss(), "between");
            plot.line(time.steps, t.loss(), "test")
                    .dots(time.steps, t.loss(), "test", time.tips("test loss", t.loss()), ABSENT);
            ends.add(new EndLabel(last(t.loss()), "test " + Fmt.sig(last(t.loss())), "test"));
        });
        plot.line(time.steps, losses.train(), "train")
                .dots(time.steps, losses.train(), "train", time.tips("training loss", losses.train()), ABSENT);
        ends.add(new EndLabel(last(losses.train()), "training " + Fmt.sig(last(losses.train())), "train"));
        time.names(plot, true);
        label(plot, layout, ends);
    }

    private void gap(Markup svg, Layout layout, LogAxis x, TestLosses t, double top, double bottom) {
        double most = max(t.gap(), t.gapHigh());
        double least = Math.min(0, min(t.gapLow()));
        LinearAxis y = LinearAxis.around(least, Math.max(most, 1e-3), bottom, top, 3);
        Plot plot = plot(svg, layout, x, y, top, bottom);
        time.marks(plot, true);
        plot.yAxis("gap: test \u2212 training loss, nats").xAxis(false, "");
        plot.band(time.steps, t.gapLow(), t.gapHigh(), "gap");
        plot.line(time.steps, t.gap(), "gap").dots(time.steps, t.gap(), "gap", time.tips("gap", t.gap()), ABSENT);
        double largest = max(t.gap(), new double[0]);
        for (int i = 0; i < losses.onsets().size(); i++) {
            Onset o = losses.onsets().get(i);
            if (o.step().isPresent() && o.share() * largest <= y.high()) {
                onset(svg, x.at(o.step().getAsDouble()), y.at(o.share() * largest), i == 0, o);
            }
        }
        label(plot, layout, List.of(new EndLabel(last(t.gap()), "gap " + Fmt.sig(last(t.gap())), "gap")));
    }

    private static void onset(Markup svg, double px, double py, boolean main, Onset o) {
        String tip = "onset at " + o.rule() + " \u00b7 step " + Fmt.step(o.step());
        svg.leaf(
                "circle",
                "class",
                main ? "ring main" : "ring",
                "cx",
                Fmt.xy(px),
                "cy",
                Fmt.xy(py),
                "r",
                main ? "5" : "3.5",
                "data-t",
                tip);
    }

    private void accuracy(Markup svg, Layout layout, LogAxis x, double top, double bottom) {
        Plot plot = plot(svg, layout, x, new LinearAxis(0, 1, bottom, top, 2), top, bottom);
        time.marks(plot, true);
        plot.yAxis("accuracy, share correct").xAxis(true, time.title(layout));
        List<EndLabel> ends = new ArrayList<>();
        losses.test().ifPresent(t -> {
            plot.line(time.steps, t.accuracy(), "test")
                    .dots(time.steps, t.accuracy(), "test", time.tips("test accuracy", t.accuracy()), ABSENT);
            ends.add(new EndLabel(last(t.accuracy()), "test " + Fmt.fixed(last(t.accuracy()), 3), "test"));
        });
        plot.line(time.steps, losses.trainAccuracy(), "train")
                .dots(
                        time.steps,
                        losses.trainAccuracy(),
                        "train",
                        time.tips("training accuracy", losses.trainAccuracy()),
                        ABSENT);
        ends.add(new EndLabel(
                last(losses.trainAccuracy()), "training " + Fmt.fixed(last(losses.trainAccuracy()), 3), "train"));
        label(plot, layout, ends);
    }

    private static Plot plot(Markup svg, Layout l, LogAxis x, LinearAxis y, double top, double bottom) {
        return new Plot(svg, x, y, l.left, l.right, top, bottom);
    }

    private static void label(Plot plot, Layout layout, List<EndLabel> ends) {
        if (layout.labelled()) {
            plot.endLabels(ends);
        }
    }

    static double last(double[] values) {
        return values[values.length - 1];
    }

    static double max(double[] a, double[] b) {
        double most = Double.NEGATIVE_INFINITY;
        for (double v : a) {
            most = Math.max(most, v);
        }
        for (double v : b) {
            most = Math.max(most, v);
        }
        return most;
    }

    private static double min(double[] a) {
        double least = Double.POSITIVE_INFINITY;
        for (double v : a) {
            least = Math.min(least, v);
        }
        return least;
    }
}
