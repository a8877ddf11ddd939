package dev.onset.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process with everything it started, however deep. */
public final class ProcessTree {
    private static final int LOOK_MILLIS = 20;

    private ProcessTree() {}

    /**
     * Ends it: asked first, killed after the grace. What it started is remembered before it is asked, since an orphan is nobody's
     * child any more.
     */
    public static void end(Process process, long graceMillis) {
        List<ProcessHandle> all = of(process);
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

    private static List<ProcessHandle> of(Process process) {
        List<ProcessHandle> all = new ArrayList<>();
        all.add(process.toHandle());
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            descendants.forEach(all::add);
        }
        return all;
    }
}
