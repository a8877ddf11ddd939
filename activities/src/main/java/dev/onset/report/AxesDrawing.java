package dev.onset.report;

import java.util.List;

/** Draws panels with axes: in a stack over one x axis, by themselves, or small. */
final class AxesDrawing {
    private static final double HALF = 430;
    private static final double LEFT = 48;
    private static final double RIGHT = 406;
    private static final double LABELLED = 380;
    private static final double TOP = 40;
    private static final double BOTTOM = 250;
    private static final double FIRST = 44;
    private static final double BETWEEN = 46;
    private static final double FOOT = 44;
    private static final int TICKS = 4;
    private static final int MANY_TICKS = 5;

    private AxesDrawing() {}

    /** Panels over one another; the first one's x axis is that of all. */
    static Markup stacked(String title, List<AxesPanel> panels) {
        return Layout.both(layout -> stacked(layout, title, panels));
    }

    private static Markup stacked(Layout layout, String title, List<AxesPanel> panels) {
        double tall = panels.size() == 1 ? 266 : panels.size() == 2 ? 165 : 132;
        double height = FIRST + panels.size() * tall + (panels.size() - 1) * BETWEEN + FOOT;
        StringBuilder words = new StringBuilder();
        panels.forEach(p -> words.append(words.length() == 0 ? "" : " ").append(AxesWords.of(p)));
        Markup svg = Drawing.svg(layout.width, height, layout.style, title, words.toString());
        boolean labels = panels.stream().anyMatch(AxesDrawing::labelled);
        double right = layout.right(labels);
        Scale scale = panels.get(0).x();
        Axis x = Axes.horizontal(scale, panels, layout.left, right, Math.max(layout.edge, right));
        List<Mark.Upright> above = List.of();
        for (int i = 0; i < panels.size(); i++) {
            AxesPanel panel = panels.get(i);
            double top = FIRST + i * (tall + BETWEEN);
            Axis y = Axes.vertical(panel, top + tall, top, panels.size() == 1 ? MANY_TICKS : TICKS);
            Plot plot = new Plot(svg, x, y, layout.left, right, top, top + tall, layout.edge);
            behind(plot.yAxis(), panel);
            plot.xAxis(i == panels.size() - 1, name(layout, scale));
            new SeriesDrawing(plot, panel, scale).draw();
            before(plot, panel);
            // a mark that runs through the whole stack is named once
            titles(plot, panel, panel.named().equals(above) ? List.of() : panel.named());
            above = panel.named();
            if (layout.labelled()) {
                plot.endLabels(ends(panel));
            }
        }
        return svg.close();
    }

    /** A phone has no room for what stands in brackets. */
    private static String name(Layout layout, Scale scale) {
        boolean fits = Drawing.width(scale.name()) < layout.right - layout.left;
        return fits ? scale.name() : scale.word();
    }

    /** A panel by itself, half as wide as the page. */
    static Markup half(AxesPanel panel) {
        Markup svg = Drawing.svg(HALF, BOTTOM + FOOT, "half", panel.title(), AxesWords.of(panel));
        double right = labelled(panel) ? LABELLED : RIGHT;
        Axis x = Axes.horizontal(panel.x(), List.of(panel), LEFT, right, HALF);
        Axis y = Axes.vertical(panel, BOTTOM, TOP, TICKS);
        Plot plot = new Plot(svg, x, y, LEFT, right, TOP, BOTTOM, HALF);
        behind(plot.yAxis(), panel);
        plot.xAxis(true, panel.x().name());
        new SeriesDrawing(plot, panel, panel.x()).draw();
        before(plot, panel);
        titles(plot, panel, panel.named());
        plot.endLabels(ends(panel));
        return svg.close();
    }

    private static void titles(Plot plot, AxesPanel panel, List<Mark.Upright> named) {
        plot.title(panel.title(), named.isEmpty() ? 12 : 26);
        plot.markLabels(named.stream()
                .map(m -> new Plot.EndLabel(m.x(), m.label(), m.style()))
                .toList());
        if (!panel.note().isEmpty()) {
            plot.note(panel.note());
        }
    }

    static void behind(Plot plot, AxesPanel panel) {
        for (Mark mark : panel.marks()) {
            if (mark instanceof Mark.Upright upright) {
                upright.span().ifPresent(s -> plot.span(s.low(), s.high()));
                plot.vertical(upright.x(), upright.style());
            } else if (mark instanceof Mark.Level level) {
                plot.level(level.y(), level.label());
            }
        }
    }

    static void before(Plot plot, AxesPanel panel) {
        for (Mark mark : panel.marks()) {
            if (mark instanceof Mark.Ring ring) {
                plot.ring(ring);
            } else if (mark instanceof Mark.Words words) {
                plot.words(words);
            }
        }
    }

    private static boolean labelled(AxesPanel panel) {
        return !ends(panel).isEmpty();
    }

    private static List<Plot.EndLabel> ends(AxesPanel panel) {
        return panel.series().stream()
                .filter(Series.Curve.class::isInstance)
                .map(Series.Curve.class::cast)
                .filter(c -> !c.label().isEmpty() && c.y().length > 0)
                .map(c -> new Plot.EndLabel(c.y()[c.y().length - 1], c.label(), c.colour().style))
                .toList();
    }
}
