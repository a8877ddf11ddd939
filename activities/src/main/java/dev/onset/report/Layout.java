package dev.onset.report;

import java.util.function.Function;

/**
 * The two widths every wide chart is drawn at. Text in a drawing must not shrink with the window, so a phone gets its own
 * drawing, and a style rule shows one of the two.
 */
enum Layout {
    WIDE("wide", 880, 46, 748, 880),
    NARROW("narrow", 370, 38, 360, 380);

    final String style;
    final double width;
    final double left;
    final double right;
    final double edge;

    Layout(String style, double width, double left, double right, double edge) {
        this.style = style;
        this.width = width;
        this.left = left;
        this.right = right;
        this.edge = edge;
    }

    /** Direct labels need the right margin that only the wide drawing has. */
    boolean labelled() {
        return this == WIDE;
    }

    /** Where a panel ends at the right. */
    double right(boolean labels) {
        return labelled() && !labels ? width - 12 : right;
    }

    static Markup both(Function<Layout, Markup> draw) {
        Markup out = new Markup();
        for (Layout layout : values()) {
            out.add(draw.apply(layout));
        }
        return out;
    }
}
