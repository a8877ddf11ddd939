package dev.onset.pulse;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Work that one thread does and others wait for, such as opening what all of them use. Who waits shows no progress of its own:
 * it lives by the progress of whoever is at work.
 */
public final class SharedWork {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Pulse> waiting = new CopyOnWriteArrayList<>();

    /** What is done under the lock. */
    public interface Work<T> {
        T run() throws IOException;
    }

    /** Does the work once nobody else is at it. */
    public <T> T run(Work<T> work) throws IOException {
        Pulse own = Pulse.current();
        waiting.add(own);
        lock.lock();
        waiting.remove(own);
        Pulse all = () -> {
            own.tick();
            waiting.forEach(Pulse::tick);
        };
        try (Pulse.Bound bound = all.bind()) {
            return work.run();
        } finally {
            lock.unlock();
        }
    }
}
