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

    /** An axis whose ends are round numbers around the values. */
    static LinearAxis around(double low, double high, double from, double to, int wanted) {
        double top = high > low ? high : low + 1;
        double unit = unit(top - low, wanted);
        return new LinearAxis(
                Math.floor(low / unit + 1e-9) * unit, Math.ceil(top / unit - 1e-9) * unit, from, to, wanted);
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

    private static double unit(double span, int wanted) {
        double raw = span / wanted;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double lead = raw / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}
