package dev.onset.report;

import java.util.List;

/** Draws a small panel, one of four in a row: its title over it, its x axis named at the left. */
final class SmallDrawing {
    private static final double WIDTH = 206;
    private static final double HEIGHT = 184;
    private static final double LEFT = 36;
    /** Between the x axis and its name, with room for half of its first label. */
    private static final double NAME = 9;

    private static final double TOP = 26;
    private static final double BOTTOM = 160;

    private SmallDrawing() {}

    static Markup draw(AxesPanel panel) {
        Markup svg = Drawing.svg(WIDTH, HEIGHT, "small", panel.title(), AxesWords.of(panel));
        boolean tight = Drawing.width(panel.title() + panel.note()) * 1.1 > WIDTH - LEFT;
        String title = tight && !panel.note().isEmpty() ? lastWord(panel.title()) : panel.title();
        svg.el("text", title, "x", Fmt.xy(LEFT), "y", "13", "class", "head");
        svg.el("text", panel.note(), "x", Fmt.xy(WIDTH), "y", "13", "class", "note end");
        Axis x = Axes.horizontal(panel.x(), List.of(panel), LEFT, WIDTH, WIDTH);
        Axis y = Axes.vertical(panel, BOTTOM, TOP, 4);
        Plot plot = new Plot(svg, x, y, LEFT, WIDTH, TOP, BOTTOM, WIDTH);
        AxesDrawing.behind(plot.yAxis().zero(), panel);
        new SeriesDrawing(plot, panel, panel.x()).draw();
        AxesDrawing.before(plot, panel);
        svg.el("text", panel.x().word(), "x", Fmt.xy(LEFT - NAME), "y", Fmt.xy(HEIGHT - 4), "class", "tick end");
        for (Axis.Tick tick : x.ticks()) {
            // the last label would hang over the panel beside it
            double at = Math.min(x.at(tick.value()), WIDTH - Drawing.width(tick.label()) / 2);
            svg.el("text", tick.label(), "x", Fmt.xy(at), "y", Fmt.xy(HEIGHT - 4), "class", "tick mid");
        }
        return svg.close();
    }

    private static String lastWord(String title) {
        return title.substring(title.lastIndexOf(' ') + 1);
    }
}
