package dev.onset.pulse;

/**
 * The sign of life of the work that a thread does. Whoever watches the work binds a pulse to its thread; whatever runs there,
 * a store, a solver, a transfer, ticks it without knowing who watches. Where nobody does, ticks go nowhere.
 *
 * <p>Work that hands a part of itself to other threads takes its pulse there: see {@link #bind}.
 */
public interface Pulse {
    /** Nobody watches. */
    Pulse NONE = () -> {};

    /** Shows that the work goes on: from any thread, in nanoseconds, without allocating; throws nothing. */
    void tick();

    /**
     * The same between two parts of the work, where it may be broken off.
     *
     * @throws RuntimeException of the watcher's choice, where the work is wanted no longer
     */
    default void check() {
        tick();
    }

    /** The pulse of the calling thread. */
    static Pulse current() {
        Pulse bound = Bound.HERE.get();
        return bound == null ? NONE : bound;
    }

    /** Makes this the calling thread's pulse until the answer is closed, by the same thread. */
    default Bound bind() {
        return new Bound(this);
    }

    /** A pulse that is bound to a thread. */
    final class Bound implements AutoCloseable {
        private static final ThreadLocal<Pulse> HERE = new ThreadLocal<>();

        private final Pulse before;

        private Bound(Pulse pulse) {
            before = current();
            HERE.set(pulse);
        }

        @Override
        public void close() {
            if (before == NONE) {
                HERE.remove();
            } else {
                HERE.set(before);
            }
        }
    }
}
