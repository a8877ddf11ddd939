package dev.onset.report;

import dev.onset.report.ReportParts.OutputResult;

/** Share of strength by order and checkpoint: one column a checkpoint, evenly spaced, so that every one can be seen. */
final class HeatMap {
    private static final int SHADES = 32;
    private static final double LEFT = 40;
    private static final double WIDTH = 430;
    private static final double TOP = 40;

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
        return most > 0 ? out.close().add(scale(most)) : out.close();
    }

    private static double share(OutputResult o, int t, int order) {
        double total = o.strengths().total(t);
        return total > 0 ? o.strengths().of(t, order) / total : 0;
    }

    private Markup map(OutputResult o, double most) {
        int orders = o.strengths().orders();
        double pitch = (WIDTH - LEFT) / report.steps().length;
        double row = Math.min(20, 220.0 / orders);
        double bottom = TOP + row * orders;
        Markup svg = Drawing.svg(
                WIDTH, bottom + 42, "heat", o.name() + ": share of strength by order and checkpoint", words(o));
        svg.el("text", o.name(), "x", Fmt.xy(LEFT), "y", "14", "class", "head");
        svg.el("text", "order", "x", Fmt.xy(LEFT - 6), "y", "32", "class", "axis end");
        cells(svg, o, most, pitch, row);
        for (int k = 1; k <= orders; k += row < 15 ? 2 : 1) {
            svg.el(
                    "text",
                    Integer.toString(k),
                    "x",
                    Fmt.xy(LEFT - 6),
                    "y",
                    Fmt.xy(bottom - (k - 0.5) * row + 4),
                    "class",
                    "tick end");
        }
        path(svg, o, pitch, bottom, row);
        columns(svg, pitch, bottom);
        hits(svg, o, pitch, bottom);
        o.tStar().ifPresent(t -> {
            double middle = LEFT + (report.nearest(t.value()) + 0.5) * pitch;
            svg.leaf("path", "class", "arrow", "d", "M" + Fmt.xy(middle) + " " + Fmt.xy(TOP - 2) + "l-4 -6h8z");
            boolean late = middle > WIDTH - 24;
            svg.el(
                    "text",
                    "t*",
                    "x",
                    Fmt.xy(late ? middle - 7 : middle + 7),
                    "y",
                    Fmt.xy(TOP - 3),
                    "class",
                    late ? "label turn end" : "label turn");
        });
        return svg.close();
    }

    private String words(OutputResult o) {
        return "Most strength lies at order " + strongest(o, 0) + " at step "
                + Fmt.step(report.steps()[0]) + " and at order " + strongest(o, report.last()) + " at step "
                + Fmt.step(report.steps()[report.last()]) + ".";
    }

    private static int strongest(OutputResult o, int t) {
        int best = 1;
        for (int k = 2; k <= o.strengths().orders(); k++) {
            best = o.strengths().of(t, k) > o.strengths().of(t, best) ? k : best;
        }
        return best;
    }

    /** Cells of one shade are one path: a long run stays a small page. */
    private void cells(Markup svg, OutputResult o, double most, double pitch, double row) {
        double gap = pitch > 6 ? 0.6 : 0;
        double seam = gap > 0 ? 0 : 0.2;
        StringBuilder[] shades = new StringBuilder[SHADES + 1];
        for (int t = 0; t < report.steps().length; t++) {
            for (int k = 1; k <= o.strengths().orders(); k++) {
                int shade = (int) Math.round(opacity(share(o, t, k) / most) * SHADES);
                shades[shade] = shades[shade] == null ? new StringBuilder() : shades[shade];
                shades[shade]
                        .append('M')
                        .append(Fmt.xy(LEFT + t * pitch))
                        .append(' ')
                        .append(Fmt.xy(TOP + (o.strengths().orders() - k) * row))
                        .append('h')
                        .append(Fmt.xy(pitch - gap + seam))
                        .append('v')
                        .append(Fmt.xy(row - gap))
                        .append("H")
                        .append(Fmt.xy(LEFT + t * pitch))
                        .append('z');
            }
        }
        for (int i = 1; i <= SHADES; i++) {
            if (shades[i] != null) {
                svg.leaf(
                        "path",
                        "class",
                        "cell",
                        "fill-opacity",
                        Fmt.fixed(i / (double) SHADES, 3),
                        "d",
                        shades[i].toString());
            }
        }
    }

    private void hits(Markup svg, OutputResult o, double pitch, double bottom) {
        for (int t = 0; t < report.steps().length; t++) {
            StringBuilder tip = new StringBuilder("step " + Fmt.step(report.steps()[t]));
            for (int k = 1; k <= o.strengths().orders(); k++) {
                tip.append(" \u00b7 ")
                        .append(k)
                        .append(":\u00a0")
                        .append(Fmt.percent(share(o, t, k)).replace(' ', '\u00a0'));
            }
            svg.leaf(
                    "rect",
                    "class",
                    "hit",
                    "x",
                    Fmt.xy(LEFT + t * pitch),
                    "y",
                    Fmt.xy(TOP),
                    "width",
                    Fmt.xy(pitch),
                    "height",
                    Fmt.xy(bottom - TOP),
                    "data-t",
                    tip.toString());
        }
    }

    private static void path(Markup svg, OutputResult o, double pitch, double bottom, double row) {
        StringBuilder d = new StringBuilder();
        boolean pen = false;
        for (int t = 0; t < o.centroid().length; t++) {
            if (o.centroid()[t] > 0) {
                d.append(pen ? 'L' : 'M')
                        .append(Fmt.xy(LEFT + (t + 0.5) * pitch))
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

    private void columns(Markup svg, double pitch, double bottom) {
        String end = Fmt.step(report.steps()[report.last()]);
        double from = Math.min(LEFT + (report.last() + 0.5) * pitch, WIDTH - Drawing.width(end) / 2);
        double limit = from - Drawing.width(end) / 2 - 8;
        double free = 0;
        for (int t = 0; t < report.steps().length; t++) {
            String label = Fmt.step(report.steps()[t]);
            double half = Drawing.width(label) / 2;
            double at = t == report.last() ? from : LEFT + (t + 0.5) * pitch;
            if (t == report.last() || at - half >= free && at + half <= limit) {
                svg.el("text", label, "x", Fmt.xy(at), "y", Fmt.xy(bottom + 16), "class", "tick mid");
                free = at + half + 8;
            }
        }
        svg.el(
                "text",
                "step of the checkpoint (evenly spaced)",
                "x",
                Fmt.xy(WIDTH),
                "y",
                Fmt.xy(bottom + 34),
                "class",
                "axis end");
    }

    private static Markup scale(double most) {
        Markup svg = Drawing.svg(300, 34, "scale", "Colour scale: share of strength", "");
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
                    Fmt.fixed(opacity((i + 0.5) / 20), 2));
        }
        svg.el("text", "0 %", "x", "0", "y", "27", "class", "tick");
        svg.el("text", Fmt.percent(most) + " of the strength", "x", "200", "y", "27", "class", "tick mid");
        return svg.close();
    }

    private static double opacity(double share) {
        return Math.pow(Math.max(0, Math.min(1, share)), 0.8);
    }
}
