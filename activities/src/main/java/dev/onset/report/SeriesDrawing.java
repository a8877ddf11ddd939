package dev.onset.report;

import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Look;
import dev.onset.report.Series.Mode;
import dev.onset.report.Series.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Draws the series of one panel; what lies outside a given range is left out. */
final class SeriesDrawing {
    private static final double ABSENT = Double.NEGATIVE_INFINITY;

    private final Plot plot;
    private final AxesPanel panel;
    private final Scale x;

    /** @param x the axis they share in a stack */
    SeriesDrawing(Plot plot, AxesPanel panel, Scale x) {
        this.plot = plot;
        this.panel = panel;
        this.x = x;
    }

    void draw() {
        for (Series s : panel.series()) {
            if (s instanceof Spread spread) {
                spread(spread);
            } else if (s instanceof Curve curve) {
                curve(curve);
            }
        }
        boxTips();
    }

    private void curve(Curve c) {
        String style = c.colour().style;
        double[] shown = shown(c);
        switch (c.mode()) {
            case BARS -> bars(c);
            case LINE -> plot.line(c.x(), shown, style, ABSENT);
            case DASHED -> plot.line(c.x(), shown, style + " dash0", ABSENT);
            case DOTTED -> plot.line(c.x(), shown, style + " dash1", ABSENT);
            case POINTS, LINE_AND_POINTS -> {
                List<String> tips = tips(c);
                if (c.mode() == Mode.LINE_AND_POINTS) {
                    plot.line(c.x(), shown, style, ABSENT);
                }
                for (int i = 0; i < c.error().length; i++) {
                    plot.whisker(c.x()[i], c.y()[i] - c.error()[i], c.y()[i] + c.error()[i], style, tips.get(i));
                }
                plot.dots(c.x(), shown, style, tips, ABSENT, c.mode() == Mode.LINE_AND_POINTS);
            }
        }
    }

    private double[] shown(Curve c) {
        double[] shown = c.y().clone();
        for (int i = 0; i < shown.length; i++) {
            if (!x.shows(c.x()[i]) || !panel.y().shows(c.y()[i])) {
                shown[i] = ABSENT;
            }
        }
        return shown;
    }

    private void bars(Curve c) {
        int n = c.x().length;
        if (n < 2) {
            return;
        }
        double half = (c.x()[1] - c.x()[0]) / 2;
        double[] at = new double[2 * n];
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            at[2 * i] = c.x()[i] - half;
            at[2 * i + 1] = c.x()[i] + half;
            y[2 * i] = c.y()[i];
            y[2 * i + 1] = c.y()[i];
        }
        plot.band(at, new double[2 * n], y, c.colour().style + " bars");
    }

    private void spread(Spread s) {
        String style = s.colour().style;
        switch (s.look()) {
            case BAND -> plot.band(s.x(), s.low(), s.high(), style);
            case BOXES -> plot.boxes(s, style);
            case LIGHT_BOXES -> plot.boxes(s, style + " light");
            case WHISKERS -> {
                for (int i = 0; i < s.x().length; i++) {
                    String tip =
                            s.name() + at(s.x()[i]) + " \u00b7 " + panel.y().print(s.low()[i]) + "\u2009\u2013\u2009"
                                    + panel.y().print(s.high()[i]);
                    plot.whisker(s.x()[i], s.low()[i], s.high()[i], style, tip);
                }
            }
        }
    }

    private String at(double value) {
        return " \u00b7 " + x.word() + " " + Fmt.found(value);
    }

    private List<String> tips(Curve c) {
        List<String> tips = new ArrayList<>();
        for (int i = 0; i < c.x().length; i++) {
            String error = c.error().length == 0 ? "" : " \u00b1 " + Fmt.sig(c.error()[i], 2);
            tips.add(c.name() + at(c.x()[i]) + " \u00b7 " + panel.y().print(c.y()[i]) + error);
        }
        return tips;
    }

    /** One tip over all boxes that stand at one place. */
    private void boxTips() {
        Map<Double, StringBuilder> tips = new TreeMap<>();
        for (Series s : panel.series()) {
            if (s instanceof Spread boxes && (boxes.look() == Look.BOXES || boxes.look() == Look.LIGHT_BOXES)) {
                for (int i = 0; i < boxes.x().length; i++) {
                    double at = boxes.x()[i];
                    tips.computeIfAbsent(at, v -> new StringBuilder(x.word() + " " + Fmt.found(v)))
                            .append(" \u00b7 ")
                            .append(boxes.name())
                            .append(' ')
                            .append(panel.y().print(boxes.high()[i] - boxes.low()[i]));
                }
            }
        }
        plot.columns(
                tips.keySet().stream().mapToDouble(at -> at).toArray(),
                tips.values().stream().map(StringBuilder::toString).toList());
    }
}
