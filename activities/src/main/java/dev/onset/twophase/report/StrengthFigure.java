package dev.onset.twophase.report;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Figure.Switch;
import dev.onset.report.Figure.View;
import dev.onset.report.Fmt;
import dev.onset.report.Mark;
import dev.onset.report.Panel;
import dev.onset.report.Scale;
import dev.onset.report.Scale.Ticks;
import dev.onset.report.Series;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Look;
import dev.onset.report.Series.Mode;
import dev.onset.report.Series.Spread;
import dev.onset.twophase.report.ReportParts.OutputResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Strength by order at selected checkpoints as mirrored bars: positive up, negative down, AND full, OR light. */
final class StrengthFigure {
    private static final int PANELS = 8;
    private static final double ROOM = 1.04;
    private static final String EXPECTED = "expected of independent outputs, at step 0";
    private static final String GAUSSIAN = "Gaussian games through the same extraction, at step 0";

    private final TwoPhaseReport report;
    private final int[] points;

    StrengthFigure(TwoPhaseReport report) {
        this.report = report;
        this.points = TimePoints.of(report, PANELS);
    }

    Figure figure(PhaseTables tables) {
        List<View> views = new ArrayList<>();
        for (Normalisation norm : Normalisation.values()) {
            report.outputs().forEach(o -> views.add(view(o, norm)));
        }
        List<Switch> switches = List.of(
                new Switch(
                        "Shown",
                        Stream.of(Normalisation.values()).map(n -> n.name).toList()),
                new Switch(
                        "Output",
                        report.outputs().stream().map(OutputResult::name).toList()));
        return Figure.switched(
                        "strengths",
                        "How strength spreads over orders",
                        "Mean strength of salient interactions by order: positive effects point up, negative ones down. All"
                                + " panels share one scale.",
                        Arrangement.SMALL,
                        switches,
                        views)
                .numbers(tables.strengths(), tables.spindle());
    }

    private View view(OutputResult o, Normalisation norm) {
        double most = 0;
        for (int t : points) {
            most = Math.max(most, peak(o, t) * norm.scale(o, t));
        }
        int exponent = exponent(norm, most);
        double end = ROOM * (most > 0 ? most : 1);
        Scale y = Scale.linear(norm.name)
                .from(-end, end)
                .ticked(new Ticks(norm == Normalisation.SHARE, true, false, exponent));
        List<Panel> panels = new ArrayList<>();
        for (int t : points) {
            panels.add(panel(o, norm, t, y));
        }
        String units = exponent == 0 ? "" : " Axes are in units of " + Fmt.decade(exponent) + ".";
        return new View(o.name() + ". " + norm.words + units, panels);
    }

    /** The power of ten that keeps the labels of an axis short. */
    private static int exponent(Normalisation norm, double most) {
        boolean fits = norm == Normalisation.SHARE || most == 0 || most >= 0.05 && most < 2000;
        return fits ? 0 : (int) Math.floor(Math.log10(most));
    }

    private static double peak(OutputResult o, int t) {
        double most = 0;
        Strengths s = o.strengths();
        for (int k = 0; k < s.orders(); k++) {
            most = Math.max(most, s.andPositive()[t][k] + s.orPositive()[t][k]);
            most = Math.max(most, s.andNegative()[t][k] + s.orNegative()[t][k]);
        }
        if (t == 0) {
            double overlaid = Stream.of(o.spindle(), o.gaussian())
                    .flatMap(shares -> shares.stream())
                    .flatMapToDouble(Arrays::stream)
                    .max()
                    .orElse(0);
            most = Math.max(most, overlaid * s.total(t) / 2);
        }
        return most;
    }

    private AxesPanel panel(OutputResult o, Normalisation norm, int t, Scale y) {
        Strengths s = o.strengths();
        double scale = norm.scale(o, t);
        double[] orders = IntStream.rangeClosed(1, s.orders()).asDoubleStream().toArray();
        double[] none = new double[s.orders()];
        double[] ap = scaled(s.andPositive()[t], scale);
        double[] an = scaled(s.andNegative()[t], -scale);
        double[] op = sum(ap, scaled(s.orPositive()[t], scale));
        double[] on = sum(an, scaled(s.orNegative()[t], -scale));
        List<Series> series = new ArrayList<>(List.of(
                new Spread("AND, positive", Colour.BLUE, Look.BOXES, orders, none, ap),
                new Spread("OR, positive", Colour.BLUE, Look.LIGHT_BOXES, orders, ap, op),
                new Spread("AND, negative", Colour.ORANGE, Look.BOXES, orders, an, none),
                new Spread("OR, negative", Colour.ORANGE, Look.LIGHT_BOXES, orders, on, an)));
        if (t == 0) {
            double half = s.total(0) * scale / 2;
            o.spindle().ifPresent(v -> overlay(series, EXPECTED, Colour.INK, Mode.DOTTED, orders, v, half));
            o.gaussian().ifPresent(v -> overlay(series, GAUSSIAN, Colour.GREEN, Mode.LINE, orders, v, half));
        }
        List<Mark> marks = s.total(t) == 0
                ? List.of(new Mark.Words((s.orders() + 1) / 2.0, 0, "no salient interaction"))
                : List.of();
        return AxesPanel.of("step " + Fmt.step(report.steps()[t]), Scale.counted("order", s.orders()), y, series, marks)
                .noted(note(t));
    }

    private static void overlay(
            List<Series> series, String name, Colour colour, Mode mode, double[] orders, double[] shares, double half) {
        series.add(Curve.of(name, colour, mode, orders, scaled(shares, half)));
        series.add(Curve.of(name, colour, mode, orders, scaled(shares, -half)));
    }

    private static double[] scaled(double[] values, double factor) {
        return DoubleStream.of(values).map(v -> v * factor).toArray();
    }

    private static double[] sum(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }

    private String note(int t) {
        boolean turn =
                report.main().tStar().map(e -> report.nearest(e.value()) == t).orElse(false);
        boolean onset = report.losses().onset().isPresent()
                && report.nearest(report.losses().onset().getAsDouble()) == t;
        return turn && onset ? "t*, gap opens" : turn ? "nearest to t*" : onset ? "gap opens" : "";
    }
}
