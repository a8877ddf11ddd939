package dev.onset.data;

import java.util.OptionalDouble;

/** Decimal numbers as data files have them: of what Java reads as a number, the part that every other tool reads alike. */
public final class PlainNumber {
    private PlainNumber() {}

    /**
     * The number that a text is; empty for anything else. Java's own {@code 1f}, {@code 0x1p3} and {@code NaN} are none, nor
     * are digits other than 0 to 9; what exceeds a double is infinite.
     */
    public static OptionalDouble parse(String text) {
        try {
            if (text.chars()
                    .allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || (c | 32) == 'e')) {
                return OptionalDouble.of(Double.parseDouble(text));
            }
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.empty();
    }
}
