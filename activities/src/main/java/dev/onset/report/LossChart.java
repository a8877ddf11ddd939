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
        Key key = new Key("narrow").dotted("train", "training");
        losses.test().ifPresent(t -> key.dotted("test", "test").dotted("gap", "gap"));
        return new Markup().add(key.draw()).add(Layout.both(this::draw));
    }

    private Markup draw(Layout layout) {
        boolean tested = losses.test().isPresent();
        Markup svg = Drawing.svg(
                layout.width,
                tested ? 530 : 400,
                layout.style,
                tested ? "Training and test loss, their gap, and accuracy" : "Training loss and accuracy",
                description());
        LogAxis x = time.axis(layout);
        loss(svg, layout, x, 44, 220);
        losses.test().ifPresent(t -> gap(svg, layout, x, t, 262, 372));
        accuracy(svg, layout, x, tested ? 414 : 262, tested ? 490 : 360);
        return svg.close();
    }

    private String description() {
        String train = "Training loss goes from " + Fmt.sig(losses.train()[0]) + " to " + Fmt.sig(last(losses.train()));
        String test = losses.test()
                .map(t -> ", test loss from " + Fmt.sig(t.loss()[0]) + " to " + Fmt.sig(last(t.loss()))
                        + "; the gap at the end is " + Fmt.sig(last(t.gap())))
                .orElse("");
        return train + test + ". " + time.words(true);
    }

    private void loss(Markup svg, Layout layout, LogAxis x, double top, double bottom) {
        double most = max(losses.train(), losses.test().map(TestLosses::loss).orElse(new double[0]));
        Plot plot = layout.plot(svg, x, LinearAxis.around(0, most, bottom, top, 4), top, bottom)
                .yAxis();
        time.marks(plot, true);
        plot.xAxis(false, "").title("cross-entropy loss, nats", 26);
        List<EndLabel> ends = new ArrayList<>();
        losses.test().ifPresent(t -> {
            plot.band(time.steps, losses.train(), t.loss(), "between", t.loss(), ABSENT);
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
        Plot plot = layout.plot(svg, x, y, top, bottom).yAxis();
        time.marks(plot, true);
        plot.xAxis(false, "").title("gap: test \u2212 training loss, nats", 12);
        plot.band(time.steps, t.gapLow(), t.gapHigh(), "gap", t.gap(), ABSENT);
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
        Plot plot = layout.plot(svg, x, new LinearAxis(0, 1, bottom, top, 2), top, bottom)
                .yAxis();
        time.marks(plot, true);
        plot.xAxis(true, time.title(layout)).title("accuracy, share correct", 12);
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
