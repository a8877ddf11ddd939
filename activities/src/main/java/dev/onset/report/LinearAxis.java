package dev.onset.report;

import java.util.ArrayList;
import java.util.List;

/** A linear axis with round ticks. Pixels may run either way. */
record LinearAxis(double low, double high, double from, double to, int wanted) implements Axis {
    LinearAxis {
        if (!(high > low)) {
            high = low + 1;
        }
    }

    /** An axis a little wider than the values, so that no line runs along its frame; an end at 0 stays there. */
    static LinearAxis around(double low, double high, double from, double to, int wanted) {
        double top = high > low ? high : low + 1;
        double pad = 0.05 * (top - low);
        return new LinearAxis(low == 0 ? 0 : low - pad, top == 0 ? 0 : top + pad, from, to, wanted);
    }

    @Override
    public double at(double value) {
        return from + (to - from) * (value - low) / (high - low);
    }

    @Override
    public List<Tick> ticks() {
        double unit = unit(high - low, wanted);
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(unit) + 1e-9));
        List<Tick> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / unit - 1e-9); i * unit <= high + unit * 1e-9; i++) {
            ticks.add(new Tick(i * unit, Fmt.fixed(i * unit, decimals)));
        }
        return ticks;
    }

    /** The round distance of ticks whose number comes closest to the one wanted. */
    private static double unit(double span, int wanted) {
        double power = Math.pow(10, Math.floor(Math.log10(span / wanted)));
        double best = power;
        for (double lead : new double[] {2, 5, 10}) {
            if (Math.abs(span / (lead * power) - wanted) < Math.abs(span / best - wanted)) {
                best = lead * power;
            }
        }
        return best;
    }
}
