package dev.onset.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One panel of a chart: a frame with two axes, and marks that are placed by value. Colours come from style classes. */
final class Plot {
    /** A label at the end of a line. */
    record EndLabel(double y, String text, String style) {}

    private final Markup svg;
    private final Axis x;
    private final Axis y;
    private final double left;
    private final double right;
    private final double top;
    private final double bottom;

    Plot(Markup svg, Axis x, Axis y, double left, double right, double top, double bottom) {
        this.svg = svg;
        this.x = x;
        this.y = y;
        this.left = left;
        this.right = right;
        this.top = top;
        this.bottom = bottom;
    }

    /** Opens an accessible drawing whose user units are pixels at full width. */
    static Markup svg(double width, double height, String style, String title) {
        return new Markup()
                .open(
                        "svg",
                        "class",
                        style,
                        "viewBox",
                        "0 0 " + Fmt.xy(width) + " " + Fmt.xy(height),
                        "role",
                        "img",
                        "aria-label",
                        title);
    }

    /** Horizontal grid lines with values, and the panel's title with its unit above them. */
    Plot yAxis(String title) {
        for (Axis.Tick tick : y.ticks()) {
            double at = y.at(tick.value());
            svg.leaf("path", "class", "grid", "d", "M" + Fmt.xy(left) + " " + Fmt.xy(at) + "H" + Fmt.xy(right));
            text(left - 8, at + 4, tick.label(), "tick end");
        }
        text(left, top - 10, title, "axis");
        return this;
    }

    /** The base line with ticks; values and title only on the lowest panel of a stack. */
    Plot xAxis(boolean labelled, String title) {
        StringBuilder marks = new StringBuilder("M" + Fmt.xy(left) + " " + Fmt.xy(bottom) + "H" + Fmt.xy(right));
        if (x instanceof LogAxis log) {
            log.minor()
                    .forEach(v -> marks.append("M")
                            .append(Fmt.xy(x.at(v)))
                            .append(' ')
                            .append(Fmt.xy(bottom))
                            .append("v3"));
        }
        for (Axis.Tick tick : x.ticks()) {
            marks.append("M")
                    .append(Fmt.xy(x.at(tick.value())))
                    .append(' ')
                    .append(Fmt.xy(bottom))
                    .append("v6");
            if (labelled) {
                text(x.at(tick.value()), bottom + 19, tick.label(), "tick mid");
            }
        }
        svg.leaf("path", "class", "base", "d", marks.toString());
        if (labelled) {
            text(right, bottom + 36, title, "axis end");
        }
        return this;
    }

    /** A line; a break where {@code ys} is at or below {@code absent}. */
    Plot line(double[] xs, double[] ys, String style, double absent) {
        StringBuilder d = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < xs.length; i++) {
            if (ys[i] <= absent) {
                pen = false;
                continue;
            }
            d.append(pen ? 'L' : 'M').append(Fmt.xy(x.at(xs[i]))).append(' ').append(Fmt.xy(y.at(ys[i])));
            pen = true;
        }
        if (d.length() > 0) {
            svg.leaf("path", "class", "line " + style, "d", d.toString());
        }
        return this;
    }

    Plot line(double[] xs, double[] ys, String style) {
        return line(xs, ys, style, Double.NEGATIVE_INFINITY);
    }

    /** The area between two lines. */
    Plot band(double[] xs, double[] low, double[] high, String style) {
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            d.append(i == 0 ? 'M' : 'L').append(point(xs[i], high[i]));
        }
        for (int i = xs.length - 1; i >= 0; i--) {
            d.append('L').append(point(xs[i], low[i]));
        }
        svg.leaf("path", "class", "band " + style, "d", d.append('Z').toString());
        return this;
    }

    /** Small dots with a tip each. */
    Plot dots(double[] xs, double[] ys, String style, List<String> tips, double absent) {
        for (int i = 0; i < xs.length; i++) {
            if (ys[i] > absent) {
                svg.leaf(
                        "circle",
                        "class",
                        "dot " + style,
                        "cx",
                        Fmt.xy(x.at(xs[i])),
                        "cy",
                        Fmt.xy(y.at(ys[i])),
                        "r",
                        "2.6",
                        "data-t",
                        tips.get(i));
            }
        }
        return this;
    }

    /** A vertical mark over the whole panel. */
    Plot vertical(double value, String style) {
        svg.leaf(
                "path",
                "class",
                "mark " + style,
                "d",
                "M" + Fmt.xy(x.at(value)) + " " + Fmt.xy(top) + "V" + Fmt.xy(bottom));
        return this;
    }

    /** A vertical band over the whole panel. */
    Plot span(double low, double high, String style) {
        double from = Math.max(left, x.at(low));
        double to = Math.min(right, x.at(high));
        svg.leaf(
                "rect",
                "class",
                "span " + style,
                "x",
                Fmt.xy(from),
                "y",
                Fmt.xy(top),
                "width",
                Fmt.xy(Math.max(1, to - from)),
                "height",
                Fmt.xy(bottom - top));
        return this;
    }

    /** A horizontal mark with its name at the left. */
    Plot horizontal(double value, String style) {
        svg.leaf(
                "path",
                "class",
                "mark " + style,
                "d",
                "M" + Fmt.xy(left) + " " + Fmt.xy(y.at(value)) + "H" + Fmt.xy(right));
        return this;
    }

    /** A whisker from low to high. */
    Plot whisker(double at, double low, double high, String style, String tip) {
        String px = Fmt.xy(x.at(at));
        svg.leaf(
                "path",
                "class",
                "whisker " + style,
                "data-t",
                tip,
                "d",
                "M" + px + " " + Fmt.xy(y.at(low)) + "V" + Fmt.xy(y.at(high)) + "m-4 0h8M" + Fmt.xy(x.at(at) - 4) + " "
                        + Fmt.xy(y.at(low)) + "h8");
        return this;
    }

    /** Names at the right ends of lines, moved apart where they would touch. */
    Plot endLabels(List<EndLabel> labels) {
        List<EndLabel> sorted = new ArrayList<>(labels);
        sorted.sort(Comparator.comparingDouble(EndLabel::y).reversed());
        double floor = Double.NEGATIVE_INFINITY;
        for (EndLabel label : sorted) {
            double at = Math.max(y.at(label.y()) + 4, floor);
            text(right + 8, at, label.text(), "label " + label.style());
            floor = at + 15;
        }
        return this;
    }

    /** Names two vertical marks above the panel, the earlier one to its left. */
    Plot markLabels(List<EndLabel> marks) {
        List<EndLabel> sorted = new ArrayList<>(marks);
        sorted.sort(Comparator.comparingDouble(EndLabel::y));
        for (int i = 0; i < sorted.size(); i++) {
            EndLabel m = sorted.get(i);
            boolean before = sorted.size() > 1 && i == 0;
            text(x.at(m.y()) + (before ? -5 : 5), top + 11, m.text(), "label " + (before ? "end " : "") + m.style());
        }
        return this;
    }

    Plot text(double px, double py, String text, String style) {
        svg.el("text", text, "x", Fmt.xy(px), "y", Fmt.xy(py), "class", style);
        return this;
    }

    private String point(double px, double py) {
        return Fmt.xy(x.at(px)) + " " + Fmt.xy(y.at(py));
    }
}
