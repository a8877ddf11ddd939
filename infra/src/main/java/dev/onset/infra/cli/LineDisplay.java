package dev.onset.infra.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Progress as plain lines: the first and the last of each task, and one every few seconds between, as long as it goes on. While
 * nothing changes, as in an outage, nothing is printed.
 */
final class LineDisplay implements Display {
    private static final long INTERVAL = 5_000_000_000L;

    private final PrintWriter out;
    private final LongSupplier nanos;
    private final Runnable whenAccepted;
    private final Map<String, Task> tasks = new HashMap<>();

    LineDisplay(PrintWriter out, LongSupplier nanos, Runnable whenAccepted) {
        this.out = out;
        this.nanos = nanos;
        this.whenAccepted = whenAccepted;
    }

    private static final class Task {
        private final Remaining remaining;
        private long printed;
        private String last = "";
        private boolean finished;

        Task(long now, long done) {
            this.remaining = new Remaining(now, done);
            this.printed = now - INTERVAL;
        }
    }

    @Override
    public void accepted() {
        whenAccepted.run();
    }

    @Override
    public synchronized void update(String task, long done, long total, String detail) {
        long now = nanos.getAsLong();
        Task state = tasks.computeIfAbsent(task, name -> new Task(now, done));
        boolean last = done >= total;
        String content = done + " " + total + " " + detail;
        if (state.finished || state.last.equals(content) || (!last && now - state.printed < INTERVAL)) {
            return;
        }
        state.printed = now;
        state.last = content;
        state.finished = last;
        String left = state.remaining.words(now, done, total);
        out.println(task + ": " + String.format(Locale.ROOT, "%,d of %,d", done, total)
                + (left.isEmpty() ? "" : ", " + left)
                + (detail.isEmpty() ? "" : ", " + detail));
        out.flush();
    }

    @Override
    public synchronized void note(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
