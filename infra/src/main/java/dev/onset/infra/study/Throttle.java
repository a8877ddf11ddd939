package dev.onset.infra.study;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps what is done again and again to a small share of the time, however long it takes: after a piece of work it is ready again
 * once a hundred times as long has passed, and after a minute at the latest. Not safe for several threads.
 */
final class Throttle {
    private static final long TIMES = 100;
    private static final long LATEST = TimeUnit.SECONDS.toNanos(60);

    private final LongSupplier nanos;
    private final LongSupplier cpu;
    private long ready;
    private boolean used;

    /** By the clock, and by what this thread computed: on a busy machine waiting is no work. */
    Throttle() {
        this(System::nanoTime, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    }

    Throttle(LongSupplier nanos, LongSupplier cpu) {
        this.nanos = nanos;
        this.cpu = cpu;
    }

    /** Work that may fail. */
    interface Work<T, E extends Exception> {
        T get() throws E;
    }

    boolean isReady() {
        return !used || nanos.getAsLong() - ready >= 0;
    }

    /** Does it and counts what it took, also where it fails. */
    <T, E extends Exception> T spend(Work<T, E> work) throws E {
        long began = cpu.getAsLong();
        try {
            return work.get();
        } finally {
            used = true;
            ready = nanos.getAsLong() + Math.min(LATEST, TIMES * (cpu.getAsLong() - began));
        }
    }
}
