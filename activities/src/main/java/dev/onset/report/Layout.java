package dev.onset.report;

import java.util.List;
import java.util.function.Function;

/**
 * The two widths every wide chart is drawn at. Text in a drawing must not shrink with the window, so a phone gets its own
 * drawing, and a style rule shows one of the two.
 */
enum Layout {
    WIDE("wide", 880, 52, 768, 44),
    NARROW("narrow", 370, 38, 362, 38);

    final String style;
    final double width;
    final double left;
    final double right;
    final double spacing;

    Layout(String style, double width, double left, double right, double spacing) {
        this.style = style;
        this.width = width;
        this.left = left;
        this.right = right;
        this.spacing = spacing;
    }

    /** Direct labels need the right margin that only the wide drawing has. */
    boolean labelled() {
        return this == WIDE;
    }

    static Markup both(Function<Layout, Markup> draw) {
        Markup out = new Markup();
        for (Layout layout : values()) {
            out.add(draw.apply(layout));
        }
        return out;
    }

    /** The key that replaces direct labels on the narrow drawing: style class, name pairs. */
    static Markup key(String more, List<String[]> entries) {
        Markup out = new Markup().open("ul", "class", ("key " + more).strip());
        for (String[] e : entries) {
            out.open("li").el("i", "", "class", "chip " + e[0]).text(e[1]).close();
        }
        return out.close();
    }
}
