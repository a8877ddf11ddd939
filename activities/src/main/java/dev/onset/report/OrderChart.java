package dev.onset.report;

import java.util.ArrayList;
import java.util.List;

/** Lines over interaction orders, side by side panels of a few each. */
final class OrderChart {
    private static final double WIDTH = 430;
    private static final double LEFT = 44;
    private static final double RIGHT = 406;

    /** One line; the dashed ones are what chance gives. */
    record Line(String name, double[] values, String style) {}

    /** One panel. */
    record Panel(String title, List<Line> lines) {}

    private OrderChart() {}

    static Markup draw(List<Panel> panels, String described) {
        Markup out = new Markup();
        Key key = new Key("");
        List<String> named = new ArrayList<>();
        for (Panel panel : panels) {
            for (Line line : panel.lines()) {
                if (!named.contains(line.name())) {
                    named.add(line.name());
                    key.line(line.style(), line.name());
                }
            }
        }
        out.add(key.draw()).open("div", "class", "pair");
        double top = 1e-9;
        for (Panel panel : panels) {
            for (Line line : panel.lines()) {
                top = LossChart.max(line.values(), new double[] {top});
            }
        }
        for (Panel panel : panels) {
            out.add(draw(panel, top, described));
        }
        return out.close();
    }

    private static Markup draw(Panel panel, double top, String described) {
        Markup svg = Drawing.svg(WIDTH, 270, "half", described + ", " + panel.title(), "");
        int orders = panel.lines().get(0).values().length;
        double[] x = new double[orders];
        for (int k = 0; k < orders; k++) {
            x[k] = k + 1;
        }
        LinearAxis across = new LinearAxis(0.5, orders + 0.5, LEFT, RIGHT, Math.min(orders, 10));
        Plot plot = new Plot(svg, across, LinearAxis.around(0, top, 220, 30, 4), LEFT, RIGHT, 30, 220, WIDTH);
        plot.yAxis().title(panel.title(), 12).xAxis(true, "order of the interaction");
        for (Line line : panel.lines()) {
            plot.line(x, line.values(), line.style());
            List<String> tips = new ArrayList<>();
            for (int k = 0; k < orders; k++) {
                tips.add(line.name() + ", order " + (k + 1) + ": " + Fmt.sig(line.values()[k]));
            }
            plot.dots(x, line.values(), line.style(), tips, Double.NEGATIVE_INFINITY);
        }
        return svg.close();
    }
}
