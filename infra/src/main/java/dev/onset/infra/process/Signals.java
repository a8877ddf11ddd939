package dev.onset.infra.process;

import dev.onset.evaluate.OnnxLibrary;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * Interrupts and requests to end, heard outside the JVM's shutdown.
 *
 * <h2>Why not by a shutdown hook</h2>
 *
 * <p>Hooks run side by side. Native libraries close in hooks of their own: what still computes then, or is only then opened,
 * ends the JVM with a segmentation fault, and whatever fails meanwhile looks like a fault of the work. So a signal first stops
 * the work; only when nothing computes any more does the JVM begin to shut down.
 */
public final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    /** What a native call may take before the process ends without closing anything. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Deque<Listener> LISTENERS = new ArrayDeque<>();

    private Signals() {}

    /** While it is open, a signal goes to it instead of ending the process at once. */
    public static final class Listener implements AutoCloseable {
        private final Runnable stop;
        private final boolean ends;
        private final AtomicBoolean heard = new AtomicBoolean();

        private Listener(Runnable stop, boolean ends) {
            this.stop = stop;
            this.ends = ends;
        }

        @Override
        public void close() {
            synchronized (LISTENERS) {
                LISTENERS.remove(this);
            }
        }
    }

    /**
     * Has a signal do something.
     *
     * @param stop is run on a thread of its own; a further signal meanwhile has no effect
     * @param ends whether the process ends when it returns; if not, whoever listens sees to that
     */
    public static Listener hear(Runnable stop, boolean ends) {
        Listener listener = new Listener(stop, ends);
        synchronized (LISTENERS) {
            LISTENERS.push(listener);
        }
        return listener;
    }

    /** Takes the signals over from the JVM, for the life of the process; one that is ignored stays so, as under nohup. */
    public static void takeOver() {
        for (String name : NAMES) {
            try {
                Signal.handle(new Signal(name), signal -> heard(signal.getNumber()));
            } catch (IllegalArgumentException e) {
                LOG.debug("SIG{} stays the JVM's: {}", name, e.getMessage());
            }
        }
    }

    /** What a signal does; also callable by tests. */
    static void heard(int number) {
        Optional<Listener> listener = first();
        if (listener.isEmpty()) {
            exit(128 + number);
            return;
        }
        if (!listener.get().heard.compareAndSet(false, true)) {
            return;
        }
        try {
            listener.get().stop.run();
        } finally {
            if (listener.get().ends) {
                exit(128 + number);
            }
        }
    }

    private static Optional<Listener> first() {
        synchronized (LISTENERS) {
            return Optional.ofNullable(LISTENERS.peek());
        }
    }

    /** Ends the process, once no native code computes; at once, without closing anything, where that takes too long. */
    public static void exit(int code) {
        if (OnnxLibrary.quiesce(PATIENCE)) {
            System.exit(code);
        } else {
            LOG.warn("native code still computes after {} s: ending without closing its library", PATIENCE.toSeconds());
            Runtime.getRuntime().halt(code);
        }
    }
}
