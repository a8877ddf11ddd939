package dev.onset.infra.cli;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Turns Ctrl-C into a clean stop: the process ends only after what runs was cancelled and the operator was told how to go
 * on. A second Ctrl-C has no further effect; kill -9 loses nothing that is committed either.
 */
final class Interrupt implements AutoCloseable {
    private static final AtomicReference<@Nullable Interrupt> CURRENT = new AtomicReference<>();

    private final AtomicBoolean happened = new AtomicBoolean();
    private final Runnable cancel;
    private final Runnable farewell;
    private final Thread hook;

    private Interrupt(Runnable cancel, Runnable farewell) {
        this.cancel = cancel;
        this.farewell = farewell;
        this.hook = new Thread(this::fire, "onset-interrupt");
    }

    static Interrupt watch(Runnable cancel, Runnable farewell) {
        Interrupt interrupt = new Interrupt(cancel, farewell);
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
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
            farewell.run();
        }
    }

    @Override
    public void close() {
        CURRENT.set(null);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook has begun and finishes by itself
            happened.set(true);
        }
    }
}
