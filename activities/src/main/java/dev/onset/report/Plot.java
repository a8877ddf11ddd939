package dev.onset.report;

import java.util.List;

/** One panel of a chart: a frame with two axes, and marks that are placed by value. Colours come from style classes. */
final class Plot {
    private static final int MANY = 60;
    private static final double WIDEST = 24;

    private final Markup svg;
    private final Axis x;
    private final Axis y;
    private final double left;
    private final double right;
    private final double top;
    private final double bottom;
    private final double edge;

    /** @param edge how far to the right text may reach */
    Plot(Markup svg, Axis x, Axis y, double left, double right, double top, double bottom, double edge) {
        this.svg = svg;
        this.x = x;
        this.y = y;
        this.left = left;
        this.right = right;
        this.top = top;
        this.bottom = bottom;
        this.edge = edge;
    }

    /** Horizontal grid lines with values; goes below the data. */
    Plot yAxis() {
        for (Axis.Tick tick : y.ticks()) {
            double at = y.at(tick.value());
            boolean zero = tick.value() == 0 && bottom - at > 1;
            svg.leaf(
                    "path",
                    "class",
                    zero ? "grid zero" : "grid",
                    "d",
                    "M" + Fmt.xy(left) + " " + Fmt.xy(at) + "H" + Fmt.xy(right));
            text(left - 8, at + 4, tick.label(), "tick end");
        }
        return this;
    }

    /** The line of 0, where the panel shows it. */
    Plot zero() {
        double at = y.at(0);
        if (at > top && at < bottom) {
            svg.leaf("path", "class", "base", "d", "M" + Fmt.xy(left) + " " + Fmt.xy(at) + "H" + Fmt.xy(right));
        }
        return this;
    }

    /** The panel's title with its unit, {@code lift} pixels above the panel. */
    Plot title(String title, double lift) {
        return text(left, top - lift, title, "axis");
    }

    /** Words at the right, above the panel. */
    Plot note(String words) {
        return text(right, top - 12, words, "note end");
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
                double middle = Math.min(x.at(tick.value()), edge - Drawing.width(tick.label()) / 2);
                text(middle, bottom + 19, tick.label(), "tick mid");
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

    /** The area between two lines. */
    Plot band(double[] xs, double[] low, double[] high, String style) {
        StringBuilder d = new StringBuilder();
        area(d, xs, low, high);
        if (d.length() > 0) {
            svg.leaf("path", "class", "band " + style, "d", d.toString());
        }
        return this;
    }

    private void area(StringBuilder d, double[] xs, double[] low, double[] high) {
        if (xs.length < 2) {
            return;
        }
        for (int i = 0; i < xs.length; i++) {
            d.append(i == 0 ? 'M' : 'L').append(point(xs[i], high[i]));
        }
        for (int i = xs.length - 1; i >= 0; i--) {
            d.append('L').append(point(xs[i], low[i]));
        }
        d.append('Z');
    }

    /** A box at each x from low to high, as wide as the distance between two allows. */
    Plot boxes(Series.Spread boxes, String style) {
        if (boxes.x().length == 0) {
            return this;
        }
        double wide = Math.min(WIDEST, 0.72 * pitch(boxes.x()));
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < boxes.x().length; i++) {
            double from = y.at(boxes.low()[i]);
            double to = y.at(boxes.high()[i]);
            if (Math.abs(from - to) >= 0.05) {
                d.append('M')
                        .append(Fmt.xy(x.at(boxes.x()[i]) - wide / 2))
                        .append(' ')
                        .append(Fmt.xy(from))
                        .append('V')
                        .append(Fmt.xy(to))
                        .append('h')
                        .append(Fmt.xy(wide))
                        .append('V')
                        .append(Fmt.xy(from))
                        .append('z');
            }
        }
        if (d.length() > 0) {
            svg.leaf("path", "class", "box " + style, "d", d.toString());
        }
        return this;
    }

    /** Pixels between the two of some ascending values that are nearest to each other; of a single one, to the next whole. */
    private double pitch(double[] xs) {
        double least = xs.length > 1 ? Double.POSITIVE_INFINITY : Math.abs(x.at(xs[0] + 1) - x.at(xs[0]));
        for (int i = 1; i < xs.length; i++) {
            least = Math.min(least, Math.abs(x.at(xs[i]) - x.at(xs[i - 1])));
        }
        return least;
    }

    /** A tip over the whole height at each of some ascending values. */
    Plot columns(double[] xs, List<String> tips) {
        for (int i = 0; i < xs.length; i++) {
            double wide = pitch(xs);
            svg.leaf(
                    "rect",
                    "class",
                    "hit",
                    "x",
                    Fmt.xy(x.at(xs[i]) - wide / 2),
                    "y",
                    Fmt.xy(top),
                    "width",
                    Fmt.xy(wide),
                    "height",
                    Fmt.xy(bottom - top),
                    "data-t",
                    tips.get(i));
        }
        return this;
    }

    /**
     * Small dots with a tip each.
     *
     * @param onLine whether a line joins them: then many would thicken it, so they only carry their tips
     */
    Plot dots(double[] xs, double[] ys, String style, List<String> tips, double absent, boolean onLine) {
        String look = onLine && xs.length > MANY ? "hit" : "dot " + style;
        for (int i = 0; i < xs.length; i++) {
            if (ys[i] > absent) {
                svg.leaf(
                        "circle",
                        "class",
                        look,
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
    Plot span(double low, double high) {
        double from = Math.max(left, x.at(low));
        double to = Math.min(right, x.at(high));
        svg.leaf(
                "rect",
                "class",
                "span",
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

    /** A level mark with its name at its left end. */
    Plot level(double value, String label) {
        svg.leaf(
                "path",
                "class",
                "mark level",
                "d",
                "M" + Fmt.xy(left) + " " + Fmt.xy(y.at(value)) + "H" + Fmt.xy(right));
        return text(left + 6, y.at(value) - 5, label, "note");
    }

    /** A ring around a point, with a tip. */
    Plot ring(Mark.Ring ring) {
        svg.leaf(
                "circle",
                "class",
                "ring " + ring.colour().style + (ring.main() ? " main" : ""),
                "cx",
                Fmt.xy(x.at(ring.x())),
                "cy",
                Fmt.xy(y.at(ring.y())),
                "r",
                ring.main() ? "5" : "3.5",
                "data-t",
                ring.label());
        return this;
    }

    /** Words around a point. */
    Plot words(Mark.Words words) {
        return text(x.at(words.x()), y.at(words.y()) - 6, words.label(), "note mid");
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

    /** Places of names at the right ends of lines, and above upright marks. */
    PlotLabels labels() {
        return new PlotLabels(this, x, y, right, top, bottom, edge);
    }

    Plot text(double px, double py, String text, String style) {
        svg.el("text", text, "x", Fmt.xy(px), "y", Fmt.xy(py), "class", style);
        return this;
    }

    private String point(double px, double py) {
        return Fmt.xy(x.at(px)) + " " + Fmt.xy(y.at(py));
    }
}
