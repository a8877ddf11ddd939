package dev.onset.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers for readers: a true minus sign, thousands separated, no more digits than carry meaning. */
public final class Fmt {
    private static final String SUPERSCRIPTS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
    /** Stands for a number that does not exist. */
    public static final String NONE = "\u2013";

    private Fmt() {}

    /** Fixed decimals. */
    public static String fixed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return zero ? text.replace("-", "") : text.replace('-', '\u2212');
    }

    /** A step or another count. */
    public static String step(double value) {
        return fixed(Math.rint(value), 0);
    }

    public static String step(OptionalDouble value) {
        return value.isPresent() ? step(value.getAsDouble()) : NONE;
    }

    public static String percent(double share) {
        double p = 100 * share;
        return fixed(p, p != 0 && Math.abs(p) < 10 ? 1 : 0) + " %";
    }

    /** Three significant digits, powers of ten where the value is very small or large. */
    public static String sig(double value) {
        return sig(value, 3);
    }

    public static String sig(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        int exponent = (int) Math.floor(Math.log10(Math.abs(value)));
        if (exponent < -3 || exponent > 5) {
            return power(value, exponent, digits);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        return fixed(rounded.doubleValue(), Math.max(0, digits - 1 - exponent));
    }

    private static String power(double value, int exponent, int digits) {
        double lead = new BigDecimal(value)
                .movePointLeft(exponent)
                .round(new MathContext(digits))
                .doubleValue();
        int shown = Math.abs(lead) >= 10 ? exponent + 1 : exponent;
        return fixed(Math.abs(lead) >= 10 ? lead / 10 : lead, digits - 1) + " \u00d7 10" + superscript(shown);
    }

    /** A setting or a count: no digits that were not written. */
    public static String plain(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return fixed(value, 0);
        }
        String text = sig(value, 4);
        boolean fraction = text.indexOf('.') >= 0 && text.indexOf('\u00d7') < 0;
        return fraction ? text.replaceAll("\\.?0+$", "") : text;
    }

    /** A number found: whole ones as they are, others with three digits. */
    public static String found(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6 ? fixed(value, 0) : sig(value);
    }

    /** A power of ten as an axis label. */
    public static String decade(int exponent) {
        return exponent == 0 ? "1" : "10" + superscript(exponent);
    }

    private static String superscript(int exponent) {
        StringBuilder out = new StringBuilder();
        for (char c : Integer.toString(exponent).toCharArray()) {
            out.append(c == '-' ? '\u207b' : SUPERSCRIPTS.charAt(c - '0'));
        }
        return out.toString();
    }

    public static String interval(double low, double high, int decimals) {
        return fixed(low, decimals) + "\u2009\u2013\u2009" + fixed(high, decimals);
    }

    public static String seconds(double seconds) {
        if (seconds < 60) {
            return sig(seconds, 2) + " s";
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** A coordinate: one decimal, none where it is whole. */
    public static String xy(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10.0 + "";
    }
}
