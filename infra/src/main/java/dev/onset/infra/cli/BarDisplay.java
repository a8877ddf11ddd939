package dev.onset.infra.cli;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars with the time left, one a task. */
final class BarDisplay implements Display {
    private static final int INTERVAL_MILLIS = 300;

    private final PrintWriter err;
    private final Runnable whenAccepted;
    private final Map<String, ProgressBar> bars = new LinkedHashMap<>();
    /** Tasks whose bar is paused. */
    private final Set<String> resting = new HashSet<>();

    private boolean closed;

    BarDisplay(PrintWriter err, Runnable whenAccepted) {
        this.err = err;
        this.whenAccepted = whenAccepted;
    }

    @Override
    public void accepted() {
        whenAccepted.run();
    }

    @Override
    public synchronized void update(String task, long done, long total, String detail) {
        if (closed) {
            return;
        }
        ProgressBar bar = bars.computeIfAbsent(task, name -> bar(name, done, total));
        if (resting.remove(task)) {
            bar.resume();
        }
        bar.maxHint(total);
        bar.stepTo(done);
        bar.setExtraMessage(detail);
    }

    @Override
    public synchronized void rests(String task, long done, long total, String why) {
        if (closed) {
            return;
        }
        ProgressBar bar = bars.computeIfAbsent(task, name -> bar(name, done, total));
        bar.maxHint(total);
        bar.stepTo(done);
        bar.setExtraMessage(why);
        if (resting.add(task)) {
            bar.refresh(); // a bar that is paused shows what it last showed
            bar.pause();
        }
    }

    private static ProgressBar bar(String task, long done, long total) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                // what was committed before does not count towards the speed
                .startsFrom(done, java.time.Duration.ZERO)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .continuousUpdate()
                .build();
    }

    @Override
    public synchronized void note(String line) {
        err.println(line);
        err.flush();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            bars.values().forEach(ProgressBar::close);
        }
    }
}
