package dev.onset.stages;

import dev.onset.kind.Kinds;
import dev.onset.kind.StageContext;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A worker without its background beat, for negative controls. */
public final class SilentBeats {
    private SilentBeats() {}

    /** A pipeline whose stages never beat: the only thread of its pool is busy. */
    public static StudyPipeline pipeline(StageContext context, Kinds kinds) {
        ScheduledExecutorService busy = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "busy");
            thread.setDaemon(true);
            return thread;
        });
        busy.execute(() -> {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return new StudyPipeline(context, kinds, Notices.NOBODY, new Beats(BeatSettings.DEFAULT, busy));
    }
}
