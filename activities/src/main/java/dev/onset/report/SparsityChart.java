package dev.onset.report;

import dev.onset.report.ReportParts.SparsityCurve;
import java.util.List;
import java.util.stream.Collectors;

/** How few interactions carry the effect: cumulative share of the L1 norm, and sorted strengths, against rank. */
final class SparsityChart {
    private static final int STYLES = 4;
    private static final double WIDTH = 430;
    private static final double LEFT = 44;
    private static final double RIGHT = 406;

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
        Key key = new Key("");
        for (int i = 0; i < curves.size(); i++) {
            SparsityCurve c = curves.get(i);
            key.line(
                    "s" + i % STYLES,
                    "step " + Fmt.step(c.step()) + ": " + Fmt.percent(c.shareFor90()) + " of " + Fmt.step(c.total())
                            + " interactions hold 90 %; " + Fmt.fixed(c.salientPerSample(), 1) + " salient a sample");
        }
        return new Markup()
                .add(key.draw())
                .open("div", "class", "pair")
                .add(cumulative())
                .add(sorted())
                .close();
    }

    private LogAxis ranks() {
        double last = 2;
        for (SparsityCurve c : curves) {
            last = Math.max(last, c.rank()[c.rank().length - 1]);
        }
        return new LogAxis(1, last, LEFT, RIGHT, WIDTH);
    }

    private String facts() {
        return curves.stream()
                .map(c -> "At step " + Fmt.step(c.step()) + ", " + Fmt.percent(c.shareFor90())
                        + " of the interactions hold 90 % of the L1 norm.")
                .collect(Collectors.joining(" "));
    }

    private Markup cumulative() {
        Markup svg =
                Drawing.svg(WIDTH, 290, "half", "Share of the strength held by the strongest interactions", facts());
        LinearAxis y = new LinearAxis(0, 1.02, 240, 30, 5);
        Plot plot = new Plot(svg, ranks(), y, LEFT, RIGHT, 30, 240, WIDTH);
        plot.yAxis()
                .title("share of the L1 norm held by the strongest", 12)
                .xAxis(true, "interactions, strongest first (logarithmic)");
        plot.horizontal(0.9, "rule").text(LEFT + 6, y.at(0.9) - 5, "90 %", "note");
        for (int i = 0; i < curves.size(); i++) {
            plot.line(curves.get(i).rank(), curves.get(i).cumulative(), "s" + i % STYLES);
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
        Markup svg = Drawing.svg(WIDTH, 290, "half", "Interaction strengths, sorted, with the salience threshold", "");
        Axis y = new Decades(floor, most * 1.2, 240, 30);
        Plot plot = new Plot(svg, ranks(), y, LEFT, RIGHT, 30, 240, WIDTH);
        plot.yAxis()
                .title("|I| per mean |v(N) \u2212 v(\u2205)| (logarithmic)", 12)
                .xAxis(true, "interactions, strongest first (logarithmic)");
        double threshold = curves.get(0).threshold();
        if (threshold > floor) {
            plot.horizontal(threshold, "rule").text(RIGHT, y.at(threshold) - 5, "salient above", "note end");
        }
        for (int i = 0; i < curves.size(); i++) {
            plot.line(curves.get(i).rank(), curves.get(i).magnitude(), "s" + i % STYLES, floor);
        }
        return svg.close();
    }
}
