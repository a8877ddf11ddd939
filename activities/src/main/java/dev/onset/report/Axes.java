package dev.onset.report;

import java.util.List;

/** Chooses axes from scales and data. */
final class Axes {
    /** A logarithmic axis of one value runs this far to both sides of it. */
    private static final double ROOM = 2;

    private static final int TICKS = 4;

    private Axes() {}

    static Axis horizontal(Scale scale, List<AxesPanel> panels, double left, double right, double edge) {
        Range ends = scale.range().orElseGet(() -> across(panels));
        if (scale.logarithmic()) {
            return new LogAxis(ends.low(), ends.high(), left, right, edge);
        }
        return linear(scale, ends, left, right, TICKS);
    }

    static Axis vertical(AxesPanel panel, double bottom, double top, int ticks) {
        Scale scale = panel.y();
        Range ends = scale.range().orElseGet(() -> along(panel));
        if (scale.logarithmic()) {
            boolean one = ends.low() >= ends.high();
            return one
                    ? new Decades(ends.low() / ROOM, ends.high() * ROOM, bottom, top)
                    : new Decades(ends.low(), ends.high(), bottom, top);
        }
        return linear(scale, ends, bottom, top, ticks);
    }

    private static Axis linear(Scale scale, Range ends, double from, double to, int wanted) {
        LinearAxis axis = scale.range().isPresent()
                ? new LinearAxis(ends.low(), ends.high(), from, to, wanted)
                : LinearAxis.around(ends.low(), ends.high(), from, to, wanted);
        return scale.ticks()
                .<Axis>map(how -> TickAxis.of(axis.low(), axis.high(), from, to, wanted, how))
                .orElse(axis);
    }

    private static Range across(List<AxesPanel> panels) {
        Ends ends = new Ends();
        panels.forEach(panel -> panel.series().forEach(s -> ends.take(s.x())));
        return ends.range();
    }

    private static Range along(AxesPanel panel) {
        Ends ends = new Ends();
        for (Series s : panel.series()) {
            if (s instanceof Series.Spread spread) {
                ends.take(spread.low());
                ends.take(spread.high());
            } else if (s instanceof Series.Curve curve) {
                curve(ends, curve);
            }
        }
        return ends.range();
    }

    private static void curve(Ends ends, Series.Curve curve) {
        ends.take(curve.y());
        for (int i = 0; i < curve.error().length; i++) {
            ends.take(curve.y()[i] - curve.error()[i], curve.y()[i] + curve.error()[i]);
        }
        if (curve.mode() == Series.Mode.BARS) {
            ends.take(0);
        }
    }

    /** The lowest and highest of some numbers. */
    private static final class Ends {
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;

        void take(double... values) {
            for (double value : values) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }

        /** 0 to 1 where there are none. */
        Range range() {
            return low <= high ? new Range(low, high) : new Range(0, 1);
        }
    }
}
