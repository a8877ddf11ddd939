package dev.onset.report;

import java.util.ArrayList;
import java.util.List;

/** A logarithmic axis of positive values with a tick a decade; with round ticks where it has hardly a decade. */
record Decades(double low, double high, double from, double to) implements Axis {
    private static final int WITHIN = 3;

    Decades {
        Numbers.that(low > 0 && high > low, "a logarithmic axis runs from " + low + " to " + high);
    }

    @Override
    public double at(double value) {
        double share = Math.log10(Math.max(value, low) / low) / Math.log10(high / low);
        return from + (to - from) * share;
    }

    @Override
    public List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        int first = (int) Math.ceil(Math.log10(low) - 1e-9);
        int last = (int) Math.floor(Math.log10(high) + 1e-9);
        int every = Math.max(1, (last - first + 5) / 6);
        if (last <= first) {
            return new LinearAxis(low, high, from, to, WITHIN).ticks();
        }
        boolean plain = first >= -3 && last <= 4;
        for (int e = first; e <= last; e += every) {
            ticks.add(new Tick(Math.pow(10, e), plain ? Fmt.fixed(Math.pow(10, e), Math.max(0, -e)) : Fmt.decade(e)));
        }
        return ticks;
    }
}
