package dev.onset.report;

/** Opens inline SVG drawings with a title and a description, and says how much room a label needs. */
final class Drawing {
    private Drawing() {}

    /**
     * Opens an accessible drawing whose user units are pixels at full width.
     *
     * @param title what is drawn, in a few words
     * @param description what can be seen, with its main numbers; empty where the title says all
     */
    static Markup svg(double width, double height, String style, String title, String description) {
        return described(
                new Markup()
                        .open(
                                "svg",
                                "class",
                                style,
                                "viewBox",
                                "0 0 " + Fmt.xy(width) + " " + Fmt.xy(height),
                                "role",
                                "img"),
                title,
                description);
    }

    /** Title and description of the drawing just opened. */
    static Markup described(Markup svg, String title, String description) {
        svg.el("title", title);
        return description.isEmpty() ? svg : svg.el("desc", description);
    }

    /** How wide a text of 12 pixels is, roughly: enough to keep labels apart. */
    static double width(String text) {
        return 6.9 * text.codePointCount(0, text.length());
    }
}
