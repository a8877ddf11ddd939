package dev.onset.report;

import dev.onset.report.ReportParts.OutputResult;

/** Strength by order at selected checkpoints as mirrored bars: positive up, negative down, AND full, OR light. */
final class DistributionFigure {
    private static final String[] STYLES = {"pos and", "pos or", "neg and", "neg or"};
    private static final String[] MEANINGS = {"AND, positive", "OR, positive", "AND, negative", "OR, negative"};
    private static final double WIDTH = 206;
    private static final double HEIGHT = 184;
    private static final double LEFT = 36;
    private static final double TOP = 26;
    private static final double BOTTOM = 160;

    private final TwoPhaseReport report;
    private final int[] points;

    DistributionFigure(TwoPhaseReport report) {
        this.report = report;
        this.points = TimePoints.of(report, 8);
    }

    Markup draw() {
        Markup out = new Markup().open("div", "class", "switched", "id", "distribution");
        out.open("div", "class", "switches");
        out.open("fieldset").el("legend", "Shown");
        for (Normalisation n : Normalisation.values()) {
            radio(out, "norm", n.id, n.name, n == Normalisation.SHARE);
        }
        out.close();
        if (report.outputs().size() > 1) {
            out.open("fieldset").el("legend", "Output");
            for (int i = 0; i < report.outputs().size(); i++) {
                radio(
                        out,
                        "output",
                        Integer.toString(i),
                        report.outputs().get(i).name(),
                        i == 0);
            }
            out.close();
        }
        out.close();
        Key key = new Key("");
        for (int i = 0; i < STYLES.length; i++) {
            key.box(STYLES[i], MEANINGS[i]);
        }
        if (report.main().spindle().isPresent()) {
            key.line("spindle", "expected of independent outputs, at step 0");
        }
        if (report.main().gaussian().isPresent()) {
            key.line("gaussian", "Gaussian games through the same extraction, at step 0");
        }
        out.add(key.draw());
        for (int i = 0; i < report.outputs().size(); i++) {
            for (Normalisation n : Normalisation.values()) {
                variant(out, i, n, i == 0 && n == Normalisation.SHARE);
            }
        }
        return out.close();
    }

    private static void radio(Markup out, String name, String value, String label, boolean on) {
        out.open("label");
        if (on) {
            out.leaf("input", "type", "radio", "name", name, "value", value, "checked", "checked");
        } else {
            out.leaf("input", "type", "radio", "name", name, "value", value);
        }
        out.el("span", label).close();
    }

    private void variant(Markup out, int index, Normalisation norm, boolean shown) {
        OutputResult o = report.outputs().get(index);
        String[] base = {"class", shown ? "variant" : "variant off", "data-norm", norm.id, "data-output", "" + index};
        out.open("div", base);
        double most = 0;
        for (int t : points) {
            most = Math.max(most, peak(o, t) * norm.scale(o, t));
        }
        int exponent = exponent(norm, most);
        out.open("p", "class", "shown").el("b", "Shown: ").text(o.name() + ". " + norm.words);
        out.text(exponent == 0 ? "" : " Axes are in units of " + Fmt.decade(exponent) + ".")
                .close();
        out.open("div", "class", "panels");
        for (int t : points) {
            panel(out, o, norm, t, most > 0 ? most : 1, exponent);
        }
        out.close().close();
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
        if (t == 0 && o.spindle().isPresent()) {
            for (double share : o.spindle().get()) {
                most = Math.max(most, share * s.total(t) / 2);
            }
        }
        if (t == 0 && o.gaussian().isPresent()) {
            for (double share : o.gaussian().get()) {
                most = Math.max(most, share * s.total(t) / 2);
            }
        }
        return most;
    }

    private void panel(Markup out, OutputResult o, Normalisation norm, int t, double most, int exponent) {
        String name = "step " + Fmt.step(report.steps()[t]);
        Markup svg = Drawing.svg(
                WIDTH,
                HEIGHT,
                "panel",
                o.name() + ", " + name + ": strength by order, " + norm.name,
                o.centroid()[t] > 0
                        ? "The mean order is " + Fmt.fixed(o.centroid()[t], 2) + "."
                        : "No interaction is salient.");
        boolean tight = Drawing.width(name + note(t)) * 1.1 > WIDTH - LEFT;
        svg.el("text", tight ? name.replace("step ", "") : name, "x", Fmt.xy(LEFT), "y", "13", "class", "head");
        svg.el("text", note(t), "x", Fmt.xy(WIDTH), "y", "13", "class", "note end");
        LinearAxis y = new LinearAxis(-1.04 * most, 1.04 * most, BOTTOM, TOP, 4);
        scale(svg, norm, y, Math.pow(10, exponent));
        bars(svg, o, norm, t, y);
        if (t == 0 && o.spindle().isPresent()) {
            overlay(svg, o, norm, y, o.spindle().get(), "spindle");
        }
        if (t == 0 && o.gaussian().isPresent()) {
            overlay(svg, o, norm, y, o.gaussian().get(), "gaussian");
        }
        orders(svg, o, norm, t);
        if (o.strengths().total(t) == 0) {
            svg.el("text", "no salient interaction", "x", "119", "y", "82", "class", "note mid");
        }
        out.add(svg.close());
    }

    private String note(int t) {
        boolean turn =
                report.main().tStar().map(e -> report.nearest(e.value()) == t).orElse(false);
        boolean onset = report.losses().onset().isPresent()
                && report.nearest(report.losses().onset().getAsDouble()) == t;
        return turn && onset ? "t*, gap opens" : turn ? "nearest to t*" : onset ? "gap opens" : "";
    }

    private static void scale(Markup svg, Normalisation norm, LinearAxis y, double unit) {
        LinearAxis shown = new LinearAxis(y.low() / unit, y.high() / unit, y.from(), y.to(), y.wanted());
        for (Axis.Tick tick : shown.ticks()) {
            String at = Fmt.xy(shown.at(tick.value()));
            String label = norm == Normalisation.SHARE
                    ? Fmt.fixed(100 * Math.abs(tick.value()), 0) + " %"
                    : tick.label().replace("\u2212", "");
            boolean zero = Math.abs(tick.value()) < 1e-12;
            svg.leaf("path", "class", zero ? "base" : "grid", "d", "M" + Fmt.xy(LEFT) + " " + at + "H" + Fmt.xy(WIDTH));
            svg.el(
                    "text",
                    zero ? "0" : label,
                    "x",
                    Fmt.xy(LEFT - 5),
                    "y",
                    Fmt.xy(shown.at(tick.value()) + 4),
                    "class",
                    "tick end");
        }
    }

    private void bars(Markup svg, OutputResult o, Normalisation norm, int t, LinearAxis y) {
        Strengths s = o.strengths();
        double scale = norm.scale(o, t);
        double pitch = (WIDTH - LEFT) / s.orders();
        double wide = Math.min(24, pitch * 0.72);
        StringBuilder[] d = {new StringBuilder(), new StringBuilder(), new StringBuilder(), new StringBuilder()};
        for (int k = 0; k < s.orders(); k++) {
            double px = LEFT + (k + 0.5) * pitch - wide / 2;
            double ap = s.andPositive()[t][k] * scale;
            double an = s.andNegative()[t][k] * scale;
            bar(d[0], px, wide, y.at(0), y.at(ap));
            bar(d[1], px, wide, y.at(ap), y.at(ap + s.orPositive()[t][k] * scale));
            bar(d[2], px, wide, y.at(0), y.at(-an));
            bar(d[3], px, wide, y.at(-an), y.at(-an - s.orNegative()[t][k] * scale));
        }
        for (int i = 0; i < d.length; i++) {
            if (d[i].length() > 0) {
                svg.leaf("path", "class", STYLES[i], "d", d[i].toString());
            }
        }
    }

    /** Names the orders below the bars, and lays a tip over each. */
    private static void orders(Markup svg, OutputResult o, Normalisation norm, int t) {
        int orders = o.strengths().orders();
        double pitch = (WIDTH - LEFT) / orders;
        svg.el("text", "order", "x", Fmt.xy(LEFT - 5), "y", Fmt.xy(HEIGHT - 4), "class", "tick end");
        int every = orders > 12 ? 2 : 1;
        for (int k = 0; k < orders; k++) {
            if (k % every == 0) {
                svg.el(
                        "text",
                        Integer.toString(k + 1),
                        "x",
                        Fmt.xy(LEFT + (k + 0.5) * pitch),
                        "y",
                        Fmt.xy(HEIGHT - 4),
                        "class",
                        "tick mid");
            }
            svg.leaf(
                    "rect",
                    "class",
                    "hit",
                    "x",
                    Fmt.xy(LEFT + k * pitch),
                    "y",
                    Fmt.xy(TOP),
                    "width",
                    Fmt.xy(pitch),
                    "height",
                    Fmt.xy(BOTTOM - TOP),
                    "data-t",
                    tip(o, norm, t, k));
        }
    }

    private static void bar(StringBuilder d, double px, double width, double from, double to) {
        if (Math.abs(from - to) >= 0.05) {
            d.append('M')
                    .append(Fmt.xy(px))
                    .append(' ')
                    .append(Fmt.xy(from))
                    .append('V')
                    .append(Fmt.xy(to))
                    .append('h')
                    .append(Fmt.xy(width))
                    .append('V')
                    .append(Fmt.xy(from))
                    .append('z');
        }
    }

    private static String tip(OutputResult o, Normalisation norm, int t, int k) {
        Strengths s = o.strengths();
        double f = norm.scale(o, t) * (norm == Normalisation.SHARE ? 100 : 1);
        return "order " + (k + 1) + " \u00b7 AND +" + Fmt.sig(s.andPositive()[t][k] * f, 2) + " \u2212"
                + Fmt.sig(s.andNegative()[t][k] * f, 2) + " \u00b7 OR +" + Fmt.sig(s.orPositive()[t][k] * f, 2)
                + " \u2212"
                + Fmt.sig(s.orNegative()[t][k] * f, 2) + (norm == Normalisation.SHARE ? " %" : "");
    }

    private static void overlay(
            Markup svg, OutputResult o, Normalisation norm, LinearAxis y, double[] shares, String style) {
        double half = o.strengths().total(0) * norm.scale(o, 0) / 2;
        double pitch = (WIDTH - LEFT) / shares.length;
        for (int sign = 1; sign >= -1; sign -= 2) {
            StringBuilder d = new StringBuilder();
            for (int k = 0; k < shares.length; k++) {
                d.append(k == 0 ? 'M' : 'L')
                        .append(Fmt.xy(LEFT + (k + 0.5) * pitch))
                        .append(' ')
                        .append(Fmt.xy(y.at(sign * shares[k] * half)));
            }
            svg.leaf("path", "class", "line " + style, "d", d.toString());
        }
    }
}
