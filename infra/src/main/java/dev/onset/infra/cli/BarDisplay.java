package dev.onset.infra.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars with the time left, one a task. */
final class BarDisplay implements Display {
    private static final int INTERVAL_MILLIS = 300;

    private final PrintWriter err;
    private final Runnable whenAccepted;
    private final Map<String, ProgressBar> bars = new LinkedHashMap<>();
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
        bar.maxHint(total);
        bar.stepTo(done);
        bar.setExtraMessage(detail);
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
