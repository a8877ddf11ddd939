package dev.onset.report;

import java.util.ArrayList;
import java.util.List;

/** A logarithmic axis for steps: the initial network, step 0, stands at 0.5 and is labelled 0. */
final class LogAxis implements Axis {
    private final LinearAxis inner;
    private final boolean hasZero;
    private final double last;
    private final double spacing;

    /** @param spacing pixels that a label needs */
    LogAxis(double first, double last, double from, double to, double spacing) {
        this.hasZero = first < 0.5;
        this.last = Math.max(last, hasZero ? 1 : first * 1.0001);
        this.inner = new LinearAxis(position(first), position(this.last), from, to, 4);
        this.spacing = spacing;
    }

    /** log10 of a step, with 0 at log10 0.5. */
    static double position(double step) {
        return Math.log10(Math.max(step, 0.5));
    }

    @Override
    public double at(double value) {
        return inner.at(position(value));
    }

    @Override
    public List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        double end = at(last);
        double right = Double.NEGATIVE_INFINITY;
        if (hasZero) {
            ticks.add(new Tick(0, "0"));
            right = at(0) + spacing;
        }
        for (int e = (int) Math.ceil(inner.low() - 1e-9); e <= inner.high() + 1e-9; e++) {
            double value = Math.pow(10, e);
            if (at(value) >= right && at(value) + spacing <= end) {
                ticks.add(new Tick(value, Fmt.sig(value, 1)));
                right = at(value) + spacing;
            }
        }
        ticks.add(new Tick(last, last == Math.rint(last) ? Fmt.step(last) : Fmt.sig(last)));
        return ticks;
    }

    /** Values between the labelled ones: 2, 3, ... 9 of each decade. */
    List<Double> minor() {
        List<Double> minor = new ArrayList<>();
        for (int e = (int) Math.floor(inner.low()); e <= inner.high(); e++) {
            for (int m = 1; m < 10; m++) {
                double value = m * Math.pow(10, e);
                if (value >= (hasZero ? 1 : Math.pow(10, inner.low())) && value <= last) {
                    minor.add(value);
                }
            }
        }
        return minor;
    }
}
