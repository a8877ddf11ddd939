package dev.onset.report;

import java.util.List;

/**
 * Numbers in rows and columns as colours, evenly spaced, so that every one can be seen.
 *
 * @param title names the panel
 * @param columns from left to right
 * @param rows from the lowest up
 * @param values {@code [row][column]}
 * @param lines drawn over the cells, such as a path or a contour; 0 is the middle of the first column or row
 * @param marks columns with a name, by the same measure
 * @param curves {@code [row][column]}: a small curve in each cell, equally spaced along x and filling the cell's height; none
 *     where there are no values, no rows where no cell has one
 */
public record HeatPanel(
        String title,
        Lanes columns,
        Lanes rows,
        double[][] values,
        Shade shade,
        List<Series.Curve> lines,
        List<Mark.Upright> marks,
        @Later List<List<double[]>> curves)
        implements Panel {
    public HeatPanel {
        lines = List.copyOf(lines);
        marks = List.copyOf(marks);
        Numbers.length("panel " + title, values.length, rows.labels().size());
        for (double[] row : values) {
            Numbers.length("panel " + title, row.length, columns.labels().size());
            Numbers.finite("panel " + title, row);
        }
        // a fit that was stored before there were any has none
        curves = curves == null ? List.of() : curves.stream().map(List::copyOf).toList();
        Numbers.that(
                curves.isEmpty() || curves.size() == values.length, "panel " + title + ": curves do not fit its rows");
        for (List<double[]> row : curves) {
            Numbers.length(
                    "curves of panel " + title, row.size(), columns.labels().size());
            row.forEach(curve -> Numbers.finite("panel " + title, curve));
        }
        for (Mark.Upright mark : marks) {
            Numbers.that(
                    mark.x() >= 0 && mark.x() <= columns.labels().size() - 1,
                    "panel " + title + ": mark " + mark.label() + " stands beside the columns");
        }
    }

    /** Colours alone. */
    public HeatPanel(
            String title,
            Lanes columns,
            Lanes rows,
            double[][] values,
            Shade shade,
            List<Series.Curve> lines,
            List<Mark.Upright> marks) {
        this(title, columns, rows, values, shade, lines, marks, List.of());
    }

    /** With a small curve in each cell. */
    public HeatPanel curved(List<List<double[]>> inCells) {
        return new HeatPanel(title, columns, rows, values, shade, lines, marks, inCells);
    }

    /** What stands along a side: its name, and a label for each row or column. */
    public record Lanes(String name, List<String> labels) {
        public Lanes {
            labels = List.copyOf(labels);
            Numbers.that(!labels.isEmpty(), "a heat map has no " + name);
        }

        /** The name without what stands in brackets. */
        String word() {
            return Scale.linear(name).word();
        }
    }

    /**
     * Which colour a value has: from none at the low end to full at the high one, or from one colour over none at 0 to another
     * where the ends have different signs. Values beyond an end have its colour.
     *
     * @param name what the colour means
     * @param percent whether values are shares, printed as percent
     */
    public record Shade(String name, Range range, boolean percent) {
        boolean diverging() {
            return range.low() < 0 && range.high() > 0;
        }

        /** -1 to 1: how full the colour is, and which. */
        double strength(double value) {
            double end = diverging() ? Math.max(-range.low(), range.high()) : range.high() - range.low();
            double from = diverging() ? 0 : range.low();
            return end > 0 ? Math.max(diverging() ? -1 : 0, Math.min(1, (value - from) / end)) : 0;
        }

        String print(double value) {
            return percent ? Fmt.percent(value) : Fmt.found(value);
        }
    }
}
