package dev.onset.infra.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Progress as plain lines: the last of each task, and one every few seconds before, as long as it goes on. While
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
            // whether it begins or is taken up is known in a moment: a 0 would look as if all began anew
            this.printed = done == 0 ? now : now - INTERVAL;
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
        state.remaining.goesOn(now, done);
        boolean last = done >= total;
        String content = done + " " + total + " " + detail;
        if (state.finished || state.last.equals(content) || (!last && now - state.printed < INTERVAL)) {
            return;
        }
        state.finished = last;
        String left = state.remaining.words(now, done, total);
        print(
                state,
                content,
                line(task, done, total)
                        + (left.isEmpty() ? "" : ", " + left)
                        + (detail.isEmpty() ? "" : ", " + detail));
    }

    @Override
    public synchronized void rests(String task, long done, long total, String why) {
        long now = nanos.getAsLong();
        Task state = tasks.computeIfAbsent(task, name -> new Task(now, done));
        state.remaining.rests(now);
        String content = done + " " + total + " rests " + why;
        if (!state.finished && done < total && !state.last.equals(content)) {
            print(state, content, line(task, done, total) + ", " + why);
        }
    }

    private void print(Task state, String content, String line) {
        state.printed = nanos.getAsLong();
        state.last = content;
        out.println(line);
        out.flush();
    }

    private static String line(String task, long done, long total) {
        return task + ": " + String.format(Locale.ROOT, "%,d of %,d", done, total);
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
