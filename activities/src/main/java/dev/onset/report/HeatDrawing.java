package dev.onset.report;

import dev.onset.report.HeatPanel.Lanes;
import dev.onset.report.HeatPanel.Shade;
import java.util.List;

/** Draws numbers in rows and columns as colours. */
final class HeatDrawing {
    private static final int SHADES = 32;
    private static final int MOST_NAMED = 20;
    private static final double WIDTH = 430;
    private static final double TOP = 40;
    private static final double TALL = 220;
    private static final double ROW = 20;
    private static final double CURVED_ROW = 34;
    private static final double INSET = 4;

    private final HeatPanel panel;
    private final List<String> columns;
    private final List<String> rows;
    private final double left;
    private final double pitch;
    private final double row;
    private final double bottom;

    HeatDrawing(HeatPanel panel) {
        this.panel = panel;
        this.columns = panel.columns().labels();
        this.rows = panel.rows().labels();
        this.left = Math.max(
                40, 10 + rows.stream().mapToDouble(Drawing::width).max().orElse(0));
        this.pitch = (WIDTH - left) / columns.size();
        this.row = panel.curves().isEmpty() ? Math.min(ROW, TALL / rows.size()) : CURVED_ROW;
        this.bottom = TOP + row * rows.size();
    }

    Markup draw() {
        Markup svg = Drawing.svg(
                WIDTH, bottom + 42, "heat", panel.title() + ": " + panel.shade().name(), words());
        svg.el("text", panel.title(), "x", Fmt.xy(left), "y", "14", "class", "head");
        svg.el("text", panel.rows().name(), "x", "0", "y", "32", "class", "axis");
        cells(svg);
        rows(svg);
        curves(svg);
        panel.lines().forEach(line -> line(svg, line));
        columns(svg);
        hits(svg);
        panel.marks().forEach(mark -> mark(svg, mark));
        return svg.close();
    }

    private double x(double column) {
        return left + (column + 0.5) * pitch;
    }

    private double y(double at) {
        return bottom - (at + 0.5) * row;
    }

    private String words() {
        int last = columns.size() - 1;
        Lanes across = panel.columns();
        return "Highest in " + panel.rows().word() + " " + rows.get(highest(0)) + " at " + across.word() + " "
                + columns.get(0) + " and in " + panel.rows().word() + " " + rows.get(highest(last)) + " at "
                + across.word() + " " + columns.get(last) + ".";
    }

    private int highest(int column) {
        int best = 0;
        for (int r = 1; r < rows.size(); r++) {
            best = panel.values()[r][column] > panel.values()[best][column] ? r : best;
        }
        return best;
    }

    /** Cells of one shade are one path: a long run stays a small page. */
    private void cells(Markup svg) {
        double gap = pitch > 6 ? 0.6 : 0;
        double seam = gap > 0 ? 0 : 0.2;
        StringBuilder[] shades = new StringBuilder[2 * SHADES + 1];
        for (int c = 0; c < columns.size(); c++) {
            for (int r = 0; r < rows.size(); r++) {
                int shade = SHADES + shade(panel.shade().strength(panel.values()[r][c]));
                shades[shade] = shades[shade] == null ? new StringBuilder() : shades[shade];
                shades[shade]
                        .append('M')
                        .append(Fmt.xy(left + c * pitch))
                        .append(' ')
                        .append(Fmt.xy(bottom - (r + 1) * row))
                        .append('h')
                        .append(Fmt.xy(pitch - gap + seam))
                        .append('v')
                        .append(Fmt.xy(row - gap))
                        .append("H")
                        .append(Fmt.xy(left + c * pitch))
                        .append('z');
            }
        }
        for (int i = 0; i < shades.length; i++) {
            if (i != SHADES && shades[i] != null) {
                String style = i < SHADES ? "cell low" : "cell";
                String opacity = Fmt.fixed(Math.abs(i - SHADES) / (double) SHADES, 3);
                svg.leaf("path", "class", style, "fill-opacity", opacity, "d", shades[i].toString());
            }
        }
    }

    private static int shade(double strength) {
        return (int) Math.round(Math.signum(strength) * opacity(Math.abs(strength)) * SHADES);
    }

    private static double opacity(double strength) {
        return Math.pow(strength, 0.8);
    }

    private void rows(Markup svg) {
        int every = (int) Math.max(1, Math.ceil(15 / row));
        for (int r = 0; r < rows.size(); r += every) {
            svg.el("text", rows.get(r), "x", Fmt.xy(left - 6), "y", Fmt.xy(y(r) + 4), "class", "tick end");
        }
    }

    private void line(Markup svg, Series.Curve line) {
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < line.x().length; i++) {
            d.append(i > 0 ? 'L' : 'M')
                    .append(Fmt.xy(x(line.x()[i])))
                    .append(' ')
                    .append(Fmt.xy(y(line.y()[i])));
        }
        if (d.length() > 0) {
            svg.leaf("path", "class", "line halo", "d", d.toString());
            svg.leaf("path", "class", "line over " + line.colour().style, "d", d.toString());
        }
    }

    /** Each curve fills its own cell, so that its shape can be seen. */
    private void curves(Markup svg) {
        StringBuilder d = new StringBuilder();
        for (int r = 0; r < panel.curves().size(); r++) {
            for (int c = 0; c < columns.size(); c++) {
                double[] curve = panel.curves().get(r).get(c);
                double low = Double.POSITIVE_INFINITY;
                double high = Double.NEGATIVE_INFINITY;
                for (double value : curve) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
                double span = high > low ? high - low : 1;
                for (int i = 0; i < curve.length; i++) {
                    double across = curve.length > 1 ? (double) i / (curve.length - 1) : 0.5;
                    d.append(i > 0 ? 'L' : 'M')
                            .append(Fmt.xy(left + c * pitch + INSET + across * (pitch - 2 * INSET)))
                            .append(' ')
                            .append(Fmt.xy(bottom - r * row - INSET - (curve[i] - low) / span * (row - 2 * INSET)));
                }
            }
        }
        if (d.length() > 0) {
            svg.leaf("path", "class", "line halo", "d", d.toString());
            svg.leaf("path", "class", "line over " + Colour.INK.style, "d", d.toString());
        }
    }

    private void columns(Markup svg) {
        int last = columns.size() - 1;
        double half = Drawing.width(columns.get(last)) / 2;
        double end = Math.min(x(last), WIDTH - half);
        double limit = end - half - 8;
        double free = 0;
        for (int c = 0; c <= last; c++) {
            String label = columns.get(c);
            double wide = Drawing.width(label) / 2;
            double at = c == last ? end : x(c);
            if (c == last || at - wide >= free && at + wide <= limit) {
                svg.el("text", label, "x", Fmt.xy(at), "y", Fmt.xy(bottom + 16), "class", "tick mid");
                free = at + wide + 8;
            }
        }
        svg.el("text", panel.columns().name(), "x", Fmt.xy(WIDTH), "y", Fmt.xy(bottom + 34), "class", "axis end");
    }

    private void hits(Markup svg) {
        for (int c = 0; c < columns.size(); c++) {
            svg.leaf(
                    "rect",
                    "class",
                    "hit",
                    "x",
                    Fmt.xy(left + c * pitch),
                    "y",
                    Fmt.xy(TOP),
                    "width",
                    Fmt.xy(pitch),
                    "height",
                    Fmt.xy(bottom - TOP),
                    "data-t",
                    tip(c));
        }
    }

    private String tip(int column) {
        StringBuilder tip = new StringBuilder(panel.columns().word() + " " + columns.get(column));
        if (rows.size() > MOST_NAMED) {
            int best = highest(column);
            return tip.append(" \u00b7 highest ").append(named(best, column)).toString();
        }
        for (int r = 0; r < rows.size(); r++) {
            tip.append(" \u00b7 ").append(named(r, column));
        }
        return tip.toString();
    }

    private String named(int r, int column) {
        return rows.get(r) + ":\u00a0"
                + panel.shade().print(panel.values()[r][column]).replace(' ', '\u00a0');
    }

    private void mark(Markup svg, Mark.Upright mark) {
        double middle = x(mark.x());
        svg.leaf("path", "class", "arrow", "d", "M" + Fmt.xy(middle) + " " + Fmt.xy(TOP - 2) + "l-4 -6h8z");
        boolean late = middle + 7 + 1.22 * Drawing.width(mark.label()) > WIDTH;
        svg.el(
                "text",
                mark.label(),
                "x",
                Fmt.xy(late ? middle - 7 : middle + 7),
                "y",
                Fmt.xy(TOP - 3),
                "class",
                late ? "label dark end" : "label dark");
    }

    /** What the colours mean. */
    static Markup scale(Shade shade) {
        Markup svg = Drawing.svg(420, 34, "scale", "Colour scale: " + shade.name(), "");
        double low = shade.diverging() ? -1 : 0;
        for (int i = 0; i < 20; i++) {
            double strength = low + (1 - low) * (i + 0.5) / 20;
            svg.leaf(
                    "rect",
                    "class",
                    strength < 0 ? "cell low" : "cell",
                    "x",
                    Fmt.xy(i * 10),
                    "y",
                    "2",
                    "width",
                    "10",
                    "height",
                    "10",
                    "fill-opacity",
                    Fmt.fixed(opacity(Math.abs(strength)), 2));
        }
        double end = shade.diverging()
                ? Math.max(-shade.range().low(), shade.range().high())
                : shade.range().high();
        double start = shade.diverging() ? -end : shade.range().low();
        svg.el("text", shade.print(start), "x", "0", "y", "27", "class", "tick");
        svg.el("text", shade.print(end), "x", "200", "y", "27", "class", "tick end");
        svg.el("text", shade.name(), "x", "212", "y", "12", "class", "tick");
        return svg.close();
    }
}
