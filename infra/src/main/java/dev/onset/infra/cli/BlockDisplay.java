package dev.onset.infra.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A study's stages as one block that is redrawn, a line each, for a person at a terminal. Notes, and what the log says, stand above
 * it.
 */
final class BlockDisplay implements Display {
    private static final long INTERVAL = 250_000_000L;
    private static final int BAR = 24;

    private final PrintWriter err;
    private final LongSupplier nanos;
    private final Runnable whenAccepted;
    private final TerminalBlock block;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private long drawn;
    private boolean any;
    private boolean closed;

    private record Task(Remaining remaining, long done, long total, String detail) {}

    BlockDisplay(PrintWriter err, LongSupplier nanos, Runnable whenAccepted) {
        this.err = err;
        this.nanos = nanos;
        this.whenAccepted = whenAccepted;
        this.block = new TerminalBlock(err);
        TerminalAppender.above(this::above);
    }

    @Override
    public void accepted() {
        whenAccepted.run();
    }

    @Override
    public synchronized void update(String task, long done, long total, String detail) {
        long now = nanos.getAsLong();
        Remaining remaining = remaining(task, now, done);
        remaining.goesOn(now, done);
        show(task, new Task(remaining, done, total, detail), now);
    }

    @Override
    public synchronized void rests(String task, long done, long total, String why) {
        long now = nanos.getAsLong();
        Remaining remaining = remaining(task, now, done);
        remaining.rests(now);
        show(task, new Task(remaining, done, total, why), now);
    }

    private Remaining remaining(String task, long now, long done) {
        Task known = tasks.get(task);
        return known == null ? new Remaining(now, done) : known.remaining();
    }

    private void show(String name, Task task, long now) {
        if (closed) {
            return;
        }
        boolean isNew = tasks.put(name, task) == null;
        if (!any || isNew || now - drawn >= INTERVAL) {
            draw(now);
        }
    }

    private void draw(long now) {
        any = true;
        drawn = now;
        int width = tasks.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        tasks.forEach((name, task) -> lines.add(line(name, width, task, now)));
        block.draw(lines);
    }

    private static String line(String name, int width, Task task, long now) {
        double share = task.total() <= 0 ? 0 : Math.min(1, (double) task.done() / task.total());
        int full = (int) Math.round(share * BAR);
        String bar = "=".repeat(full) + " ".repeat(BAR - full);
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%-" + Math.max(1, width) + "s  [%s] %3d %%  %,d of %,d",
                name,
                bar,
                (int) Math.floor(100 * share),
                task.done(),
                task.total()));
        for (String further : List.of(task.remaining().words(now, task.done(), task.total()), task.detail())) {
            line.append(further.isEmpty() ? "" : ", ").append(further);
        }
        return line.toString();
    }

    @Override
    public synchronized void note(String line) {
        above(() -> {
            err.println(line);
            err.flush();
        });
    }

    /** Prints above the block. */
    private synchronized void above(Runnable print) {
        block.erase();
        print.run();
        if (any && !closed) {
            draw(nanos.getAsLong());
        }
    }

    /** The last stages end with the study, and nobody hears of them any more. */
    @Override
    public synchronized void finished() {
        tasks.replaceAll((name, task) -> new Task(task.remaining(), task.total(), task.total(), task.detail()));
    }

    /** What was drawn last stays. */
    @Override
    public synchronized void close() {
        if (!closed) {
            if (any) {
                draw(nanos.getAsLong());
            }
            closed = true;
            block.leave();
            TerminalAppender.above(Runnable::run);
        }
    }
}
