package dev.onset.report;

import java.util.ArrayList;
import java.util.List;

/** A logarithmic axis for steps: the initial network, step 0, stands at 0.5 and is labelled 0. */
final class LogAxis implements Axis {
    private static final double GAP = 8;

    private final LinearAxis inner;
    private final boolean hasZero;
    private final boolean single;
    private final double first;
    private final double last;
    private final double edge;

    /** @param edge how far to the right labels may reach */
    LogAxis(double first, double last, double from, double to, double edge) {
        this.edge = edge;
        this.first = first;
        this.last = last;
        this.single = last <= first;
        this.hasZero = first < 0.5 && !single;
        double room = single ? 0.5 : 0;
        this.inner = new LinearAxis(Scale.position(first) - room, Scale.position(last) + room, from, to, 4);
    }

    @Override
    public double at(double value) {
        return inner.at(Scale.position(value));
    }

    /** Step 0, powers of ten and the last step, as far as their labels have room; the ends come first. Of hardly a decade the first too. */
    @Override
    public List<Tick> ticks() {
        String end = last == Math.rint(last) ? Fmt.step(last) : Fmt.sig(last);
        double free = Double.NEGATIVE_INFINITY;
        double limit = Math.min(at(last), edge - Drawing.width(end) / 2) - Drawing.width(end) / 2 - GAP;
        List<Tick> ticks = new ArrayList<>();
        for (int e = single ? Integer.MAX_VALUE : hasZero ? -1 : (int) Math.ceil(inner.low() - 1e-9);
                e <= inner.high() + 1e-9;
                e++) {
            double value = e < 0 ? 0 : Math.pow(10, e);
            String label = value < 1e6 ? Fmt.step(value) : Fmt.decade(e);
            double half = Drawing.width(label) / 2;
            if (at(value) - half >= free && at(value) + half <= limit) {
                ticks.add(new Tick(value, label));
                free = at(value) + half + GAP;
            }
        }
        if (ticks.isEmpty() && !single) {
            String label = first == Math.rint(first) ? Fmt.step(first) : Fmt.sig(first);
            if (at(first) + Drawing.width(label) / 2 <= limit) {
                ticks.add(new Tick(first, label));
            }
        }
        ticks.add(new Tick(last, end));
        return ticks;
    }

    /** Values between the labelled ones: 2, 3, ... 9 of each decade. */
    List<Double> minor() {
        List<Double> minor = new ArrayList<>();
        if (single) {
            return minor;
        }
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
