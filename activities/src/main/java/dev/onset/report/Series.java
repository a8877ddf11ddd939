package dev.onset.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers of one name, drawn in a panel with axes. Series of one name share their entry in the key. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Series.Curve.class, name = "curve"),
    @JsonSubTypes.Type(value = Series.Spread.class, name = "spread")
})
public sealed interface Series permits Series.Curve, Series.Spread {
    String name();

    Colour colour();

    double[] x();

    /** What a curve is drawn as. */
    enum Mode {
        LINE,
        /** Dots with whiskers of one standard error where errors are given. */
        POINTS,
        LINE_AND_POINTS,
        /** Steps filled down to 0; x are the middles of equal bins. */
        BARS,
        DASHED,
        DOTTED
    }

    /**
     * One value at each x.
     *
     * @param error one standard error of each y; empty where there is none
     * @param label printed at the right end of a wide drawing; may be empty
     */
    record Curve(String name, Colour colour, Mode mode, double[] x, double[] y, double[] error, String label)
            implements Series {
        public Curve {
            Numbers.finite(name + ": x", x);
            Numbers.finite(name + ": y", y);
            Numbers.magnitudes(name + ": error", error);
            Numbers.length(name + ": y", y.length, x.length);
            Numbers.that(error.length == 0 || error.length == x.length, name + ": errors do not fit");
        }

        public static Curve of(String name, Colour colour, Mode mode, double[] x, double[] y) {
            return new Curve(name, colour, mode, x, y, new double[0], "");
        }

        public static Curve line(String name, Colour colour, double[] x, double[] y) {
            return of(name, colour, Mode.LINE, x, y);
        }

        public Curve errors(double[] standardErrors) {
            return new Curve(name, colour, mode, x, y, standardErrors, label);
        }

        public Curve labelled(String end) {
            return new Curve(name, colour, mode, x, y, error, end);
        }

        /** The parts of a curve where a value exists, so that its line breaks where none does; the last part is labelled. */
        public List<Curve> where(boolean[] exists) {
            List<Curve> parts = new ArrayList<>();
            int from = 0;
            for (int i = 0; i <= x.length; i++) {
                if (i == x.length || !exists[i]) {
                    if (i > from) {
                        parts.add(part(from, i, i == x.length ? label : ""));
                    }
                    from = i + 1;
                }
            }
            return parts;
        }

        private Curve part(int from, int to, String end) {
            double[] errors = error.length == 0 ? error : Arrays.copyOfRange(error, from, to);
            return new Curve(
                    name, colour, mode, Arrays.copyOfRange(x, from, to), Arrays.copyOfRange(y, from, to), errors, end);
        }
    }

    /** What a spread is drawn as. */
    enum Look {
        /** The area between two lines. */
        BAND,
        /** An upright line with ends at each x. */
        WHISKERS,
        /** A filled box at each x. */
        BOXES,
        /** A lighter box at each x, for a second part of a stack. */
        LIGHT_BOXES
    }

    /** An interval at each x. */
    record Spread(String name, Colour colour, Look look, double[] x, double[] low, double[] high) implements Series {
        public Spread {
            Numbers.finite(name + ": x", x);
            Numbers.finite(name + ": low", low);
            Numbers.finite(name + ": high", high);
            Numbers.length(name + ": low", low.length, x.length);
            Numbers.length(name + ": high", high.length, x.length);
            for (int i = 0; i < x.length; i++) {
                Numbers.that(low[i] <= high[i], name + ": an interval runs from " + low[i] + " down to " + high[i]);
            }
        }

        /** The parts of a band where it exists. */
        public List<Spread> where(boolean[] exists) {
            List<Spread> parts = new ArrayList<>();
            int from = 0;
            for (int i = 0; i <= x.length; i++) {
                if (i == x.length || !exists[i]) {
                    if (i > from) {
                        parts.add(new Spread(
                                name,
                                colour,
                                look,
                                Arrays.copyOfRange(x, from, i),
                                Arrays.copyOfRange(low, from, i),
                                Arrays.copyOfRange(high, from, i)));
                    }
                    from = i + 1;
                }
            }
            return parts;
        }
    }
}
