package dev.onset.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.text.WordUtils;

/** Puts the names of a panel's lines and marks where they do not touch. */
final class PlotLabels {
    /** A name, and the value it belongs to. */
    record EndLabel(double y, String text, String style) {}

    private static final double LINE = 14;
    private static final double BOLD = 1.22;

    private final Plot plot;
    private final Axis x;
    private final Axis y;
    private final double right;
    private final double top;
    private final double bottom;
    private final double edge;

    PlotLabels(Plot plot, Axis x, Axis y, double right, double top, double bottom, double edge) {
        this.plot = plot;
        this.x = x;
        this.y = y;
        this.right = right;
        this.top = top;
        this.bottom = bottom;
        this.edge = edge;
    }

    /** Names at the right ends of lines, wrapped to the margin and moved apart where they would touch. */
    void ends(List<EndLabel> labels) {
        List<EndLabel> sorted = new ArrayList<>(labels);
        sorted.sort(Comparator.comparingDouble(EndLabel::y).reversed());
        int columns = (int) ((edge - right - 10) / 7);
        double[] at = new double[sorted.size()];
        List<String[]> lines = new ArrayList<>();
        double free = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < at.length; i++) {
            lines.add(WordUtils.wrap(sorted.get(i).text(), columns, "\n", true).split("\n", -1));
            at[i] = Math.max(y.at(sorted.get(i).y()) + 4, free);
            free = at[i] + lines.get(i).length * LINE + 2;
        }
        double floor = bottom + 2;
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(at[i], floor - (lines.get(i).length - 1) * LINE);
            floor = at[i] - LINE - 2;
        }
        for (int i = 0; i < at.length; i++) {
            for (int k = 0; k < lines.get(i).length; k++) {
                plot.text(
                        right + 8,
                        at[i] + k * LINE,
                        lines.get(i)[k],
                        "label " + sorted.get(i).style());
            }
        }
    }

    /** Names vertical marks just above the panel, side by side; {@code y} of a label is the mark's place on the x axis. */
    void marks(List<EndLabel> marks) {
        List<EndLabel> sorted = new ArrayList<>(marks);
        sorted.sort(Comparator.comparingDouble(EndLabel::y));
        double free = 0;
        for (int i = 0; i < sorted.size(); i++) {
            EndLabel m = sorted.get(i);
            double wide = BOLD * Drawing.width(m.text());
            boolean before = i + 1 < sorted.size();
            double from = before ? x.at(m.y()) + 3 - wide : x.at(m.y()) - 3;
            double rest = 0;
            for (int k = i + 1; k < sorted.size(); k++) {
                rest += BOLD * Drawing.width(sorted.get(k).text()) + 10;
            }
            from = Math.max(free, Math.min(from, edge - rest - wide));
            plot.text(from, top - 6, m.text(), "label " + m.style());
            free = from + wide + 10;
        }
    }
}
