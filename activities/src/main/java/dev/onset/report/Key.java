package dev.onset.report;

/** What lines and bars mean, drawn with the very styles of the chart. */
final class Key {
    private final Markup out;

    /** @param style empty for a key that always shows, narrow for one that replaces direct labels on a phone */
    Key(String style) {
        out = new Markup().open("ul", "class", ("key " + style).strip());
    }

    Key line(String style, String name) {
        Markup chip = chip().leaf("path", "class", "line " + style, "d", "M1 6H27");
        return entry(chip, name);
    }

    Key dotted(String style, String name) {
        Markup chip = chip().leaf("path", "class", "line " + style, "d", "M1 6H27")
                .leaf("circle", "class", "dot " + style, "cx", "14", "cy", "6", "r", "2.6");
        return entry(chip, name);
    }

    Key box(String style, String name) {
        Markup chip = new Markup().open("svg", "class", "chip box", "viewBox", "0 0 12 12", "aria-hidden", "true");
        return entry(chip.leaf("rect", "class", style, "width", "12", "height", "12"), name);
    }

    Markup draw() {
        return out.close();
    }

    private static Markup chip() {
        return new Markup().open("svg", "class", "chip", "viewBox", "0 0 28 12", "aria-hidden", "true");
    }

    private Key entry(Markup chip, String name) {
        out.open("li").add(chip.close()).el("span", name).close();
        return this;
    }
}
