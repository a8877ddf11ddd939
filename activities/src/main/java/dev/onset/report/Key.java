package dev.onset.report;

import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Spread;

/** What lines and bars mean, drawn with the very styles of the chart. */
final class Key {
    private final Markup out;

    /** @param style empty for a key that always shows, narrow for one that replaces direct labels on a phone */
    Key(String style) {
        out = new Markup().open("ul", "class", ("key " + style).strip());
    }

    void series(String name, Series series) {
        String style = series.colour().style;
        if (series instanceof Curve curve) {
            switch (curve.mode()) {
                case LINE -> line(style, name);
                case DASHED -> line(style + " dash0", name);
                case DOTTED -> line(style + " dash1", name);
                case LINE_AND_POINTS -> entry(point(lined(style), style), name);
                case POINTS -> entry(point(chip(), style), name);
                case BARS -> box("band bars " + style, name);
            }
        } else if (series instanceof Spread spread) {
            switch (spread.look()) {
                case BAND -> box("band " + style, name);
                case BOXES -> box("box " + style, name);
                case LIGHT_BOXES -> box("box light " + style, name);
                case WHISKERS ->
                    entry(chip().leaf("path", "class", "whisker " + style, "d", "M14 1V11m-4 0h8M10 1h8"), name);
            }
        }
    }

    private void line(String style, String name) {
        entry(lined(style), name);
    }

    private static Markup lined(String style) {
        return chip().leaf("path", "class", "line " + style, "d", "M1 6H27");
    }

    private static Markup point(Markup chip, String style) {
        return chip.leaf("circle", "class", "dot " + style, "cx", "14", "cy", "6", "r", "2.6");
    }

    private void box(String style, String name) {
        Markup chip = new Markup().open("svg", "class", "chip square", "viewBox", "0 0 12 12", "aria-hidden", "true");
        entry(chip.leaf("rect", "class", style, "width", "12", "height", "12"), name);
    }

    Markup draw() {
        return out.close();
    }

    private static Markup chip() {
        return new Markup().open("svg", "class", "chip", "viewBox", "0 0 28 12", "aria-hidden", "true");
    }

    private void entry(Markup chip, String name) {
        out.open("li").add(chip.close()).el("span", name).close();
    }
}
