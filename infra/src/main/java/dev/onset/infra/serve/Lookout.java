package dev.onset.infra.serve;

import dev.onset.infra.study.Drawn;
import dev.onset.infra.study.Glimpse;
import dev.onset.infra.study.StudyShelf;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the store every few seconds, however many pages are open, and wakes those who wait for news. A look that takes long is
 * followed by a long rest, so that looking costs a study little: about a fiftieth of one core.
 */
final class Lookout implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long REST = 49;
    private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(15);

    private final StudyShelf shelf;
    private final long everyNanos;
    private final Thread thread;
    private long looks;
    private boolean closed;

    Lookout(StudyShelf shelf, long everyMillis) {
        this.shelf = shelf;
        this.everyNanos = TimeUnit.MILLISECONDS.toNanos(everyMillis);
        this.thread = new Thread(this::run, "onset-lookout");
        thread.setDaemon(true);
    }

    /** Looks once, so that the first page has something to show, and goes on by itself. */
    void start() {
        once();
        thread.start();
    }

    private void run() {
        long took = 0;
        try {
            while (!isClosed()) {
                TimeUnit.NANOSECONDS.sleep(Math.max(everyNanos, Math.min(LONGEST_REST, took * REST)));
                long began = THREADS.getCurrentThreadCpuTime();
                once();
                took = THREADS.getCurrentThreadCpuTime() - began;
            }
        } catch (InterruptedException e) {
            LOG.debug("the lookout ends");
        }
    }

    /** Looks now and wakes who waits. */
    void once() {
        shelf.look();
        synchronized (this) {
            looks++;
            notifyAll();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    synchronized long looks() {
        return looks;
    }

    /** Waits for another look than that one; returns after the time at the latest. False once there are none any more. */
    synchronized boolean awaitLookAfter(long look, long millis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!closed && looks == look) {
            long rest = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (rest <= 0) {
                return true;
            }
            wait(rest);
        }
        return !closed;
    }

    /** Changes with what the list shows. */
    String listVersion() {
        StudyShelf.Look last = shelf.last();
        return Integer.toHexString(last.studies().hashCode()) + last.there();
    }

    /** Changes with what a study's page shows besides its figures. */
    String studyVersion(String study) {
        StudyShelf.Look last = shelf.last();
        return last.study(study)
                .map(Glimpse::hashCode)
                .map(Integer::toHexString)
                .orElse("gone");
    }

    /** Changes with a study's figures; of one that is done they are its report. */
    String figuresVersion(String study) {
        Optional<Glimpse> at = shelf.last().study(study);
        if (at.isPresent() && at.get().done()) {
            return "report-" + at.get().fingerprint() + at.get().ended().orElse("");
        }
        Drawn drawn = at.isPresent() ? shelf.figures(study) : Drawn.NOTHING;
        return drawn.key();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
    }
}
