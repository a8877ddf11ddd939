package dev.onset.report;

import dev.onset.report.TheoryParts.RatioCurves;
import java.util.List;

/** The theory's ratios between neighbouring orders against the noise variance. */
final class RatioChart {
    private static final double WIDTH = 430;
    private static final double LEFT = 44;
    private static final double RIGHT = 380;
    private static final String[] STYLES = {"out0", "out1", "out2", "gap"};

    private RatioChart() {}

    static Markup draw(List<RatioCurves> all) {
        Markup out = new Markup().open("div", "class", "pair");
        double top = 1;
        for (RatioCurves curves : all) {
            for (double[] curve : curves.ratio()) {
                top = LossChart.max(curve, new double[] {top});
            }
        }
        for (RatioCurves curves : all) {
            out.add(draw(curves, top));
        }
        return out.close();
    }

    private static Markup draw(RatioCurves curves, double top) {
        String title = "ratio of order k to k + 1, " + curves.players() + " players";
        Markup svg = Drawing.svg(WIDTH, 270, "half", "How much more strongly an order is learned than the next", title);
        double[] x = new double[curves.sigma2().length];
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.log10(curves.sigma2()[i]);
        }
        LinearAxis across = new LinearAxis(x[0], x[x.length - 1], LEFT, RIGHT, 6);
        Plot plot = new Plot(svg, across, new LinearAxis(0.9, top, 220, 30, 5), LEFT, RIGHT, 30, 220, WIDTH);
        plot.yAxis().title(title, 12).xAxis(true, "log10 of the noise variance");
        for (int k = 0; k < curves.ratio().length; k++) {
            plot.line(x, curves.ratio()[k], STYLES[k % STYLES.length]);
        }
        plot.endLabels(List.of(
                new Plot.EndLabel(last(curves.ratio()[0]), "k = 1", "out0"),
                new Plot.EndLabel(
                        last(curves.ratio()[curves.ratio().length - 1]),
                        "k = " + curves.ratio().length,
                        STYLES[(curves.ratio().length - 1) % STYLES.length])));
        return svg.close();
    }

    private static double last(double[] curve) {
        return curve[curve.length - 1];
    }
}
