package dev.onset.report;

import dev.onset.report.FigureReport.Arrangement;
import dev.onset.report.FigureReport.Figure;
import dev.onset.report.FigureReport.Mark;
import dev.onset.report.FigureReport.Mode;
import dev.onset.report.FigureReport.Panel;
import dev.onset.report.FigureReport.Scale;
import dev.onset.report.FigureReport.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws a figure from its numbers. */
final class FigureChart {
    private static final double WIDTH = 430;
    private static final double LEFT = 48;
    private static final double RIGHT = 406;
    private static final double TOP = 40;
    private static final double BOTTOM = 250;
    private static final double FIRST = 44;
    private static final double PANEL = 190;
    private static final double BETWEEN = 52;
    private static final double FOOT = 44;
    private static final double ABSENT = Double.NEGATIVE_INFINITY;

    private final Figure figure;

    FigureChart(Figure figure) {
        this.figure = figure;
    }

    Markup draw() {
        Markup out = new Markup().add(key());
        if (figure.arrangement() == Arrangement.STACKED) {
            return out.add(Layout.both(this::stacked));
        }
        out.open("div", "class", "pair");
        figure.panels().forEach(panel -> out.add(single(panel)));
        return out.close();
    }

    private Markup key() {
        Map<String, Series> named = new LinkedHashMap<>();
        figure.panels().forEach(p -> p.series().forEach(s -> named.putIfAbsent(s.name(), s)));
        Key key = new Key("");
        named.forEach((name, s) -> {
            switch (s.mode()) {
                case LINE -> key.line(s.colour().style, name);
                case POINTS, LINE_AND_POINTS -> key.dotted(s.colour().style, name);
                case BARS -> key.box("band " + s.colour().style, name);
            }
        });
        return key.draw();
    }

    private Markup stacked(Layout layout) {
        List<Panel> panels = figure.panels();
        double height = FIRST + panels.size() * PANEL + (panels.size() - 1) * BETWEEN + FOOT;
        Markup svg = Drawing.svg(layout.width, height, layout.style, figure.title(), description());
        double[] ends = ends(panels.get(0).x(), panels, true);
        for (int i = 0; i < panels.size(); i++) {
            Panel panel = panels.get(i);
            double top = FIRST + i * (PANEL + BETWEEN);
            Axis x = axis(panels.get(0).x(), ends, layout.left, layout.right, layout.edge, false);
            Axis y = axis(panel.y(), ends(panel.y(), List.of(panel), false), top + PANEL, top, 0, true);
            Plot plot = layout.plot(svg, x, y, top, top + PANEL);
            boolean last = i == panels.size() - 1;
            marks(plot, panel);
            plot.yAxis().xAxis(last, panels.get(0).x().name());
            plot.title(panel.title(), panel.marks().isEmpty() ? 12 : 26);
            panel.series().forEach(s -> series(plot, s, panel, panels.get(0).x()));
            labels(plot, panel);
        }
        return svg.close();
    }

    private Markup single(Panel panel) {
        Markup svg = Drawing.svg(WIDTH, BOTTOM + FOOT, "half", panel.title(), describe(panel));
        Axis x = axis(panel.x(), ends(panel.x(), List.of(panel), true), LEFT, RIGHT, WIDTH, false);
        Axis y = axis(panel.y(), ends(panel.y(), List.of(panel), false), BOTTOM, TOP, 0, true);
        Plot plot = new Plot(svg, x, y, LEFT, RIGHT, TOP, BOTTOM, WIDTH);
        plot.yAxis().xAxis(true, panel.x().name());
        plot.title(panel.title(), panel.marks().isEmpty() ? 12 : 26);
        marks(plot, panel);
        panel.series().forEach(s -> series(plot, s, panel, panel.x()));
        labels(plot, panel);
        return svg.close();
    }

    private static void marks(Plot plot, Panel panel) {
        for (Mark mark : panel.marks()) {
            plot.vertical(mark.x(), "turn");
        }
    }

    private static void labels(Plot plot, Panel panel) {
        if (!panel.marks().isEmpty()) {
            plot.markLabels(panel.marks().stream()
                    .map(m -> new Plot.EndLabel(m.x(), m.label(), "turn"))
                    .toList());
        }
    }

    private static void series(Plot plot, Series s, Panel panel, Scale x) {
        String style = s.colour().style;
        double[] shown = shown(s, x, panel.y());
        switch (s.mode()) {
            case BARS -> bars(plot, s);
            case LINE -> plot.line(s.x(), shown, style, ABSENT);
            case POINTS, LINE_AND_POINTS -> {
                List<String> tips = tips(s, panel);
                if (s.mode() == Mode.LINE_AND_POINTS) {
                    plot.line(s.x(), shown, style, ABSENT);
                }
                for (int i = 0; i < s.error().length; i++) {
                    plot.whisker(s.x()[i], s.y()[i] - s.error()[i], s.y()[i] + s.error()[i], style, tips.get(i));
                }
                plot.dots(s.x(), shown, style, tips, ABSENT);
            }
        }
    }

    /** The values of y, absent where a given range leaves them out. */
    private static double[] shown(Series s, Scale x, Scale y) {
        double[] shown = s.y().clone();
        for (int i = 0; i < shown.length; i++) {
            if (outside(x, s.x()[i]) || outside(y, s.y()[i])) {
                shown[i] = ABSENT;
            }
        }
        return shown;
    }

    private static boolean outside(Scale scale, double value) {
        return scale.range().isPresent()
                && (value < scale.range().get().low()
                        || value > scale.range().get().high());
    }

    private static void bars(Plot plot, Series s) {
        int n = s.x().length;
        if (n < 2) {
            return;
        }
        double half = (s.x()[1] - s.x()[0]) / 2;
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            x[2 * i] = s.x()[i] - half;
            x[2 * i + 1] = s.x()[i] + half;
            y[2 * i] = s.y()[i];
            y[2 * i + 1] = s.y()[i];
        }
        plot.band(x, new double[2 * n], y, s.colour().style + " bars", y, ABSENT);
    }

    private static List<String> tips(Series s, Panel panel) {
        List<String> tips = new ArrayList<>();
        for (int i = 0; i < s.x().length; i++) {
            String error = s.error().length == 0 ? "" : " \u00b1 " + Fmt.sig(s.error()[i], 2);
            tips.add(s.name() + " \u00b7 " + panel.x().name() + " " + Fmt.found(s.x()[i]) + " \u00b7 "
                    + Fmt.found(s.y()[i]) + error);
        }
        return tips;
    }

    private static double[] ends(Scale scale, List<Panel> panels, boolean horizontal) {
        if (scale.range().isPresent()) {
            return new double[] {scale.range().get().low(), scale.range().get().high()};
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Panel panel : panels) {
            for (Series s : panel.series()) {
                for (int i = 0; i < s.x().length; i++) {
                    double error = horizontal || s.error().length == 0 ? 0 : s.error()[i];
                    double value = horizontal ? s.x()[i] : s.y()[i];
                    low = Math.min(low, value - error);
                    high = Math.max(high, value + error);
                }
                low = s.mode() == Mode.BARS && !horizontal ? Math.min(low, 0) : low;
            }
        }
        return new double[] {low, high};
    }

    private static Axis axis(Scale scale, double[] ends, double from, double to, double edge, boolean vertical) {
        if (scale.logarithmic()) {
            return vertical ? new Decades(ends[0], ends[1], from, to) : new LogAxis(ends[0], ends[1], from, to, edge);
        }
        return scale.range().isPresent()
                ? new LinearAxis(ends[0], ends[1], from, to, 4)
                : LinearAxis.around(ends[0], ends[1], from, to, 4);
    }

    private String description() {
        StringBuilder words = new StringBuilder();
        figure.panels()
                .forEach(p -> words.append(words.length() == 0 ? "" : " ").append(describe(p)));
        return words.toString();
    }

    /** The range of every series, for those who cannot see it. */
    private static String describe(Panel panel) {
        StringBuilder words = new StringBuilder(panel.title()).append(":");
        String separator = " ";
        for (Series s : panel.series()) {
            if (s.y().length > 0) {
                words.append(separator)
                        .append(s.name())
                        .append(" from ")
                        .append(Fmt.found(s.y()[0]))
                        .append(" to ")
                        .append(Fmt.found(s.y()[s.y().length - 1]));
                separator = "; ";
            }
        }
        return words.append('.').toString();
    }
}
