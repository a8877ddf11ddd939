package dev.onset.report;

/** Colours that stay apart in print and for the colour-blind, with dashes where lines only accompany. */
public enum Colour {
    BLUE("blue"),
    ORANGE("orange"),
    GREEN("green"),
    VIOLET("violet"),
    GREY("grey dash0"),
    GREY_DOTTED("grey dash1"),
    GREY_MIXED("grey dash2"),
    INK("dark");

    final String style;

    Colour(String style) {
        this.style = style;
    }

    /** One of the four that stand for a thing of its own, again and again. */
    public static Colour nth(int index) {
        return values()[index % 4];
    }

    /** One of the three that accompany. */
    public static Colour grey(int index) {
        return values()[GREY.ordinal() + index % 3];
    }
}
