package dev.onset.report;

import dev.onset.report.ReportParts.OutputResult;

/** Share of strength by order and checkpoint: one column a checkpoint, evenly spaced, so that every one can be seen. */
final class HeatMap {
    private final TwoPhaseReport report;

    HeatMap(TwoPhaseReport report) {
        this.report = report;
    }

    Markup draw() {
        Markup out = new Markup().open("div", "class", "pair");
        double most = 0;
        for (OutputResult o : report.outputs()) {
            for (int t = 0; t < report.steps().length; t++) {
                for (int k = 1; k <= o.strengths().orders(); k++) {
                    most = Math.max(most, share(o, t, k));
                }
            }
        }
        for (OutputResult o : report.outputs()) {
            out.add(map(o, most > 0 ? most : 1));
        }
        return out.close().add(scale(most));
    }

    private static double share(OutputResult o, int t, int order) {
        double total = o.strengths().total(t);
        return total > 0 ? o.strengths().of(t, order) / total : 0;
    }

    private Markup map(OutputResult o, double most) {
        int columns = report.steps().length;
        int orders = o.strengths().orders();
        double left = 30;
        double width = 426;
        double pitch = (width - left) / columns;
        double row = Math.min(20, 220.0 / orders);
        double top = 40;
        double bottom = top + row * orders;
        Markup svg = Plot.svg(width, bottom + 42, "heat", o.name() + ": share of strength by order and checkpoint");
        svg.el("text", o.name(), "x", Fmt.xy(left), "y", "14", "class", "head");
        svg.el("text", "order", "x", "0", "y", "32", "class", "axis");
        for (int t = 0; t < columns; t++) {
            for (int k = 1; k <= orders; k++) {
                double share = share(o, t, k);
                svg.leaf(
                        "rect",
                        "class",
                        "cell",
                        "x",
                        Fmt.xy(left + t * pitch),
                        "y",
                        Fmt.xy(bottom - k * row),
                        "width",
                        Fmt.xy(pitch - 0.6),
                        "height",
                        Fmt.xy(row - 0.6),
                        "fill-opacity",
                        opacity(share / most),
                        "data-t",
                        "step " + Fmt.step(report.steps()[t]) + " \u00b7 order " + k + " \u00b7 " + Fmt.percent(share));
            }
        }
        for (int k = 1; k <= orders; k++) {
            svg.el(
                    "text",
                    Integer.toString(k),
                    "x",
                    Fmt.xy(left - 6),
                    "y",
                    Fmt.xy(bottom - (k - 0.5) * row + 4),
                    "class",
                    "tick end");
        }
        path(svg, o, left, pitch, bottom, row);
        columns(svg, left, pitch, bottom);
        o.tStar().ifPresent(t -> {
            double middle = left + (report.nearest(t.value()) + 0.5) * pitch;
            svg.leaf("path", "class", "arrow", "d", "M" + Fmt.xy(middle) + " " + Fmt.xy(top - 2) + "l-4 -6h8z");
            svg.el("text", "t*", "x", Fmt.xy(middle + 7), "y", Fmt.xy(top - 3), "class", "label turn");
        });
        return svg.close();
    }

    private static void path(Markup svg, OutputResult o, double left, double pitch, double bottom, double row) {
        StringBuilder d = new StringBuilder();
        boolean pen = false;
        for (int t = 0; t < o.centroid().length; t++) {
            if (o.centroid()[t] > 0) {
                d.append(pen ? 'L' : 'M')
                        .append(Fmt.xy(left + (t + 0.5) * pitch))
                        .append(' ')
                        .append(Fmt.xy(bottom - (o.centroid()[t] - 0.5) * row));
            }
            pen = o.centroid()[t] > 0;
        }
        if (d.length() > 0) {
            svg.leaf("path", "class", "line halo", "d", d.toString());
            svg.leaf("path", "class", "line over", "d", d.toString());
        }
    }

    private void columns(Markup svg, double left, double pitch, double bottom) {
        double free = Double.NEGATIVE_INFINITY;
        double end = left + (report.last() + 0.5) * pitch;
        for (int t = 0; t < report.steps().length; t++) {
            double at = left + (t + 0.5) * pitch;
            boolean last = t == report.last();
            if (last || at >= free && at + 38 <= end) {
                svg.el(
                        "text",
                        Fmt.step(report.steps()[t]),
                        "x",
                        Fmt.xy(at),
                        "y",
                        Fmt.xy(bottom + 16),
                        "class",
                        last && t > 0 ? "tick end" : "tick mid");
                free = at + 38;
            }
        }
        svg.el(
                "text",
                "checkpoint (step), evenly spaced",
                "x",
                Fmt.xy(end),
                "y",
                Fmt.xy(bottom + 34),
                "class",
                "axis end");
    }

    private static Markup scale(double most) {
        Markup svg = Plot.svg(300, 34, "scale", "Colour scale: share of strength");
        for (int i = 0; i < 20; i++) {
            svg.leaf(
                    "rect",
                    "class",
                    "cell",
                    "x",
                    Fmt.xy(i * 10),
                    "y",
                    "2",
                    "width",
                    "10",
                    "height",
                    "10",
                    "fill-opacity",
                    opacity((i + 0.5) / 20));
        }
        svg.el("text", "0 %", "x", "0", "y", "27", "class", "tick");
        svg.el("text", Fmt.percent(most) + " of the strength", "x", "200", "y", "27", "class", "tick mid");
        return svg.close();
    }

    private static String opacity(double share) {
        return Fmt.fixed(Math.pow(Math.max(0, Math.min(1, share)), 0.8), 2);
    }
}
