package dev.onset.infra.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns Ctrl-C into a clean stop: the process ends only after what runs was cancelled and the operator was told how to go
 * on. A second Ctrl-C has no further effect; kill -9 loses nothing that is committed either.
 */
final class Interrupt implements AutoCloseable {
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
        return interrupt;
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
        if (happened.get()) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook has begun and finishes by itself
            happened.set(true);
        }
    }
}
