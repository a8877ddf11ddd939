package dev.onset.infra.cli;

import dev.onset.infra.process.Signals;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Turns Ctrl-C into a clean stop: the process ends only after what runs was cancelled and the operator was told how to go
 * on. A second Ctrl-C has no further effect; kill -9 loses nothing that is committed either.
 */
final class Interrupt implements AutoCloseable {
    private static final AtomicReference<@Nullable Interrupt> CURRENT = new AtomicReference<>();

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean happened = new AtomicBoolean();
    private final Runnable cancel;
    private final Runnable farewell;
    private final Signals.Listener signals;

    private Interrupt(Runnable cancel, Runnable farewell) {
        this.cancel = cancel;
        this.farewell = farewell;
        this.signals = Signals.hear(this::fire, true);
    }

    static Interrupt watch(Runnable cancel, Runnable farewell) {
        Interrupt interrupt = new Interrupt(cancel, farewell);
        CURRENT.set(interrupt);
        return interrupt;
    }

    /** What a signal would reach now. */
    static Optional<Interrupt> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    boolean happened() {
        return happened.get();
    }

    /** What the signal does; also callable by tests. */
    void fire() {
        happened.set(true);
        try {
            cancel.run();
        } finally {
            try {
                farewell.run();
            } finally {
                stopped.countDown();
            }
        }
    }

    /** Returns once an interrupt that is under way has stopped what runs and said so. */
    @Override
    public void close() {
        CURRENT.set(null);
        signals.close();
        if (happened.get()) {
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
