package dev.onset.report;

import dev.onset.report.Scale.Ticks;
import java.util.List;

/** A linear axis whose values are printed in a way of their own: as percent, without sign, or in units of a power of ten. */
record TickAxis(LinearAxis inUnits, double unit, Ticks how) implements Axis {
    private static final int MOST_WHOLE = 8;

    static TickAxis of(double low, double high, double from, double to, int wanted, Ticks how) {
        double unit = Math.pow(10, how.exponent());
        double span = (high - low) / unit;
        int ticks = how.whole() ? (int) Math.max(1, Math.min(span, MOST_WHOLE)) : wanted;
        return new TickAxis(new LinearAxis(low / unit, high / unit, from, to, ticks), unit, how);
    }

    @Override
    public double at(double value) {
        return inUnits.at(value / unit);
    }

    @Override
    public List<Tick> ticks() {
        return inUnits.ticks().stream()
                .filter(t -> !how.whole() || Math.abs(t.value() - Math.rint(t.value())) < 1e-9)
                .map(t -> new Tick(t.value() * unit, label(t)))
                .toList();
    }

    private String label(Tick tick) {
        if (Math.abs(tick.value()) < 1e-12) {
            return "0";
        }
        String text = how.percent() ? Fmt.fixed(100 * tick.value(), 0) + " %" : tick.label();
        return how.magnitude() ? text.replace("\u2212", "") : text;
    }
}
