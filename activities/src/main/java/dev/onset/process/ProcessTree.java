package dev.onset.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process with everything it started, however deep. What it started is remembered while it lives: of a process that has died
 * nobody can say what it started, and its orphans may hold a GPU. Safe for several threads.
 */
public final class ProcessTree {
    private static final int LOOK_MILLIS = 20;
    private static final long EVERY = Duration.ofSeconds(1).toNanos();

    private final Process process;
    private final Set<ProcessHandle> started = ConcurrentHashMap.newKeySet();
    private volatile long lookedAt;

    public ProcessTree(Process process) {
        this.process = process;
        this.lookedAt = System.nanoTime();
    }

    /** Remembers what there is, once a second however often it is called. */
    public void look() {
        long now = System.nanoTime();
        if (now - lookedAt >= EVERY) {
            lookedAt = now;
            remember();
        }
    }

    /** Remembers what there is now: before it is told to end. */
    void remember() {
        started.removeIf(one -> !one.isAlive());
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            descendants.forEach(started::add);
        }
    }

    /** Ends it: asked first, killed after the grace. */
    public void end(long graceMillis) {
        remember();
        List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
        all.addAll(started);
        all.forEach(ProcessHandle::destroy);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(graceMillis);
        boolean interrupted = Thread.interrupted(); // it is ended all the same
        while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < until) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        for (ProcessHandle one : all) {
            one.descendants().forEach(ProcessHandle::destroyForcibly); // begun since
            one.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
