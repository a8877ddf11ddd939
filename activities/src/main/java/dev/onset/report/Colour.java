package dev.onset.report;

/** Colours that stay apart in print and for the colour-blind, with dashes where there are more things than colours, or lines accompany. */
public enum Colour {
    BLUE("blue"),
    ORANGE("orange"),
    GREEN("green"),
    VIOLET("violet"),
    BLUE_DASHED("blue dash0"),
    ORANGE_DASHED("orange dash0"),
    GREEN_DASHED("green dash0"),
    VIOLET_DASHED("violet dash0"),
    BLUE_DOTTED("blue dash1"),
    ORANGE_DOTTED("orange dash1"),
    GREEN_DOTTED("green dash1"),
    VIOLET_DOTTED("violet dash1"),
    GREY("grey dash0"),
    GREY_DOTTED("grey dash1"),
    GREY_MIXED("grey dash2"),
    INK("dark");

    final String style;

    Colour(String style) {
        this.style = style;
    }

    /** How many things of their own can be told apart. */
    public static final int DISTINCT = GREY.ordinal();

    /** One of those that stand for a thing of its own, again and again. */
    public static Colour nth(int index) {
        return values()[index % DISTINCT];
    }

    /** One of the three that accompany. */
    public static Colour grey(int index) {
        return values()[GREY.ordinal() + index % 3];
    }
}
