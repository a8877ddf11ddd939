package dev.onset.stages;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How many steps training takes between two looks at clock and orders: few enough that slow steps do not delay them. */
final class StepPace {
    private static final long MOST_STEPS = 16;
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier nanos;
    private long nanosPerStep = BETWEEN_NANOS;
    private long began;

    /** @param nanos a clock that only counts */
    StepPace(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Steps to take before the next look. */
    long steps() {
        return Math.max(1, Math.min(MOST_STEPS, BETWEEN_NANOS / Math.max(1, nanosPerStep)));
    }

    /** How long they will take, about, in nanoseconds. */
    long ahead() {
        return steps() * nanosPerStep;
    }

    void begin() {
        began = nanos.getAsLong();
    }

    /** So many steps were taken since the beginning. */
    void end(long steps) {
        nanosPerStep = (nanos.getAsLong() - began) / Math.max(1, steps);
    }
}
