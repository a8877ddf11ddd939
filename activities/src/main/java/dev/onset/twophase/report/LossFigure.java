package dev.onset.twophase.report;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.Mark;
import dev.onset.report.Scale;
import dev.onset.report.Series;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Look;
import dev.onset.report.Series.Mode;
import dev.onset.report.Series.Spread;
import dev.onset.twophase.report.ReportParts.Losses;
import dev.onset.twophase.report.ReportParts.Onset;
import dev.onset.twophase.report.ReportParts.TestLosses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Losses, their gap with the onset, and accuracies, stacked over one step axis. */
final class LossFigure {
    private static final double ROOM = 1.05;

    private final TwoPhaseReport report;
    private final Losses losses;
    private final Timeline time;

    LossFigure(TwoPhaseReport report) {
        this.report = report;
        this.losses = report.losses();
        this.time = new Timeline(report);
    }

    Figure figure(PhaseTables tables) {
        List<AxesPanel> panels = new ArrayList<>();
        panels.add(loss());
        losses.test().ifPresent(t -> panels.add(gap(t)));
        panels.add(accuracy());
        return Figure.of("losses", "Losses, gap and accuracy", words(), Arrangement.STACKED, panels)
                .numbers(tables.losses(), tables.onsets());
    }

    private String words() {
        String lines = "Lines are means over the whole splits.";
        if (losses.test().isEmpty()) {
            return lines + " There is no test split, so neither a gap nor its onset.";
        }
        return lines + " The band around the gap is its 95 % bootstrap interval"
                + (losses.onset().isPresent()
                        ? "; circles on it mark where it opens under each rule, the large one under the verdict\u2019s."
                        : "; under the verdict\u2019s rule it does not open.")
                + (report.main().tStar().isPresent() ? " The grey band is the interval of t*." : "");
    }

    private AxesPanel loss() {
        double most = max(losses.train(), losses.test().map(TestLosses::loss).orElse(new double[0]));
        List<Series> series = new ArrayList<>();
        losses.test().ifPresent(t -> {
            series.add(between(losses.train(), t.loss()));
            series.add(path("test", Colour.ORANGE, t.loss(), Fmt.sig(last(t.loss()))));
        });
        series.add(path("training", Colour.BLUE, losses.train(), Fmt.sig(last(losses.train()))));
        Scale y = Scale.linear("loss").from(0, ROOM * Math.max(most, 1e-3));
        return AxesPanel.of("cross-entropy loss, nats", Timeline.SCALE, y, series, time.marks());
    }

    private Spread between(double[] one, double[] other) {
        double[] low = new double[one.length];
        double[] high = new double[one.length];
        for (int i = 0; i < one.length; i++) {
            low[i] = Math.min(one[i], other[i]);
            high[i] = Math.max(one[i], other[i]);
        }
        return new Spread("between both", Colour.ORANGE, Look.BAND, time.steps, low, high);
    }

    private Curve path(String name, Colour colour, double[] values, String end) {
        return Curve.of(name, colour, Mode.LINE_AND_POINTS, time.steps, values).labelled(name + " " + end);
    }

    private AxesPanel gap(TestLosses t) {
        double most = ROOM * Math.max(1e-3, max(t.gap(), t.gapHigh()));
        double least = Math.min(0, Arrays.stream(t.gapLow()).min().orElse(0));
        Scale y = Scale.linear("gap").from(ROOM * least, most);
        List<Mark> marks = new ArrayList<>(time.marks());
        double largest = max(t.gap(), new double[0]);
        for (int i = 0; i < losses.onsets().size(); i++) {
            Onset o = losses.onsets().get(i);
            if (o.step().isPresent() && o.share() * largest <= most) {
                double step = o.step().getAsDouble();
                String tip = "onset at " + o.rule() + " \u00b7 step " + Fmt.step(step);
                marks.add(new Mark.Ring(step, o.share() * largest, tip, Colour.VIOLET, i == 0));
            }
        }
        return AxesPanel.of(
                "gap: test \u2212 training loss, nats",
                Timeline.SCALE,
                y,
                List.of(
                        new Spread("gap", Colour.VIOLET, Look.BAND, time.steps, t.gapLow(), t.gapHigh()),
                        path("gap", Colour.VIOLET, t.gap(), Fmt.sig(last(t.gap())))),
                marks);
    }

    private AxesPanel accuracy() {
        List<Series> series = new ArrayList<>();
        losses.test()
                .ifPresent(t ->
                        series.add(path("test", Colour.ORANGE, t.accuracy(), Fmt.fixed(last(t.accuracy()), 3))));
        series.add(path("training", Colour.BLUE, losses.trainAccuracy(), Fmt.fixed(last(losses.trainAccuracy()), 3)));
        return AxesPanel.of(
                "accuracy, share correct",
                Timeline.SCALE,
                Scale.linear("accuracy").from(0, 1),
                series,
                time.marks());
    }

    static double last(double[] values) {
        return values[values.length - 1];
    }

    static double max(double[] a, double[] b) {
        return Arrays.stream(new double[][] {a, b})
                .flatMapToDouble(Arrays::stream)
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }
}
