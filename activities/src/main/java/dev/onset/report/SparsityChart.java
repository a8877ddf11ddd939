package dev.onset.report;

import dev.onset.report.ReportParts.SparsityCurve;
import java.util.List;

/** How few interactions carry the effect: cumulative share of the L1 norm, and sorted strengths, against rank. */
final class SparsityChart {
    private static final double WIDTH = 430;
    private static final double LEFT = 44;
    private static final double RIGHT = 420;

    private final List<SparsityCurve> curves;

    SparsityChart(TwoPhaseReport report) {
        String main = report.main().id();
        this.curves = report.sparsity().stream()
                .filter(c -> c.output().equals(main) && c.rank().length > 0)
                .toList();
    }

    boolean empty() {
        return curves.isEmpty();
    }

    Markup draw() {
        Markup out = new Markup().open("ul", "class", "key");
        for (int i = 0; i < curves.size(); i++) {
            SparsityCurve c = curves.get(i);
            out.open("li").el("i", "", "class", "chip s" + i % 4);
            out.text("step " + Fmt.step(c.step()) + ": " + Fmt.percent(c.shareFor90()) + " of "
                    + Fmt.step(c.total()) + " interactions hold 90 %; " + Fmt.fixed(c.salientPerSample(), 1)
                    + " salient a sample");
            out.close();
        }
        out.close();
        return out.open("div", "class", "pair").add(cumulative()).add(sorted()).close();
    }

    private LogAxis ranks() {
        double last = 2;
        for (SparsityCurve c : curves) {
            last = Math.max(last, c.rank()[c.rank().length - 1]);
        }
        return new LogAxis(1, last, LEFT, RIGHT, 44);
    }

    private Markup cumulative() {
        Markup svg = Plot.svg(WIDTH, 290, "half", "Cumulative share of interaction strength by rank");
        LinearAxis y = new LinearAxis(0, 1, 240, 30, 5);
        Plot plot = new Plot(svg, ranks(), y, LEFT, RIGHT, 30, 240);
        plot.yAxis("share of the L1 norm held by the strongest")
                .xAxis(true, "interactions, strongest first (log scale)");
        plot.horizontal(0.9, "rule").text(LEFT + 6, y.at(0.9) - 5, "90 %", "note");
        for (int i = 0; i < curves.size(); i++) {
            plot.line(curves.get(i).rank(), curves.get(i).cumulative(), "s" + i % 4);
        }
        return svg.close();
    }

    private Markup sorted() {
        double most = 1e-12;
        double least = 1;
        for (SparsityCurve c : curves) {
            most = Math.max(most, LossChart.max(c.magnitude(), new double[0]));
            least = c.threshold() > 0 ? Math.min(least, c.threshold()) : least;
        }
        double floor = Math.max(least / 100, most * 1e-6);
        Markup svg = Plot.svg(WIDTH, 290, "half", "Sorted interaction strengths with the salience threshold");
        Axis y = new Decades(floor, most * 1.2, 240, 30);
        Plot plot = new Plot(svg, ranks(), y, LEFT, RIGHT, 30, 240);
        plot.yAxis("|I| per mean |v(N) \u2212 v(\u2205)| (log scale)")
                .xAxis(true, "interactions, strongest first (log scale)");
        double threshold = curves.get(0).threshold();
        if (threshold > floor) {
            plot.horizontal(threshold, "rule").text(RIGHT, y.at(threshold) - 5, "salient above", "note end");
        }
        for (int i = 0; i < curves.size(); i++) {
            plot.line(curves.get(i).rank(), curves.get(i).magnitude(), "s" + i % 4, floor);
        }
        return svg.close();
    }
}
