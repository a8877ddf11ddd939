package dev.onset.report;

import java.util.Optional;

/**
 * An axis.
 *
 * @param name with its unit; printed for x, the panel's title names y. Tips leave out what stands in brackets
 * @param logarithmic for positive values; on an x axis 0 stands at 0.5
 * @param range lowest and highest value shown; from the data where absent
 * @param ticks how values are printed; plain where absent
 */
public record Scale(
        String name,
        boolean logarithmic,
        Optional<Range> range,
        @Later Optional<Ticks> ticks) {
    /** Where step 0 stands on a logarithmic axis. */
    private static final double ZERO = 0.5;

    /**
     * How values are printed.
     *
     * @param percent shares as percent
     * @param magnitude without sign, for bars that point both ways
     * @param whole only whole numbers have a tick
     * @param exponent values are printed in units of this power of ten
     */
    public record Ticks(boolean percent, boolean magnitude, boolean whole, int exponent) {}

    public Scale {
        range.ifPresent(r -> Numbers.that(
                r.low() < r.high() && (!logarithmic || r.low() >= 0),
                "axis " + name + " runs from " + r.low() + " to " + r.high()));
    }

    public static Scale linear(String name) {
        return new Scale(name, false, Optional.empty(), Optional.empty());
    }

    public static Scale logarithmic(String name) {
        return new Scale(name, true, Optional.empty(), Optional.empty());
    }

    /** 1 to {@code last}, one place each. */
    public static Scale counted(String name, int last) {
        return linear(name).from(0.5, last + 0.5).ticked(new Ticks(false, false, true, 0));
    }

    public Scale from(double low, double high) {
        return new Scale(name, logarithmic, Optional.of(new Range(low, high)), ticks);
    }

    public Scale ticked(Ticks how) {
        return new Scale(name, logarithmic, range, Optional.of(how));
    }

    /** Where a value lies along a logarithmic axis of steps: log10, with 0 at log10 0.5. */
    public static double position(double step) {
        return Math.log10(Math.max(step, ZERO));
    }

    boolean shows(double value) {
        return range.isEmpty()
                || value >= range.get().low() && value <= range.get().high();
    }

    /** A value for a tip. */
    String print(double value) {
        boolean percent = ticks.map(Ticks::percent).orElse(false);
        return percent ? Fmt.sig(100 * value, 2) + " %" : Fmt.found(value);
    }

    /** The name without what stands in brackets. */
    String word() {
        int bracket = name.indexOf(" (");
        return bracket < 0 ? name : name.substring(0, bracket);
    }
}
