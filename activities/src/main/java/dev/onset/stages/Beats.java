package dev.onset.stages;

import dev.onset.contracts.OnsetException;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityWorkerShutdownException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The beats of all stages that one worker has under way. Safe for several threads. */
final class Beats {
    /** Beats that fit into one heartbeat timeout: so many may be lost or late. */
    private static final int WITHIN_TIMEOUT = 4;

    /** One pool a process, a few threads: while a server hangs, each waits for its answer. */
    private static final ScheduledThreadPoolExecutor POOL = pool();

    private final BeatSettings settings;
    private final ScheduledExecutorService pool;
    private final Set<Beat> going = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<OnsetException> stalled = new CompletableFuture<>();

    Beats(BeatSettings settings) {
        this(settings, POOL);
    }

    /** @param pool what the beats run on */
    Beats(BeatSettings settings, ScheduledExecutorService pool) {
        this.settings = settings;
        this.pool = pool;
    }

    private static ScheduledThreadPoolExecutor pool() {
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(8, work -> {
            Thread thread = new Thread(work, "onset-beat");
            thread.setDaemon(true);
            return thread;
        });
        pool.setRemoveOnCancelPolicy(true);
        return pool;
    }

    /** An attempt that beats until it is closed. */
    record Going(Beat beat, ScheduledFuture<?> schedule, Set<Beat> all) implements AutoCloseable {
        @Override
        public void close() {
            beat.close();
            schedule.cancel(false);
            if (!beat.isStalled()) {
                all.remove(beat);
            }
        }
    }

    /** Begins to beat for the calling thread's activity. */
    Going begin(ActivityExecutionContext context, Beat.Owner owner) {
        Duration every = every(context.getInfo().getHeartbeatTimeout());
        Beat beat = new Beat(
                new ActivityLine(context),
                new Beat.Owner(owner.stage(), owner.commits(), owner.draining(), owner.unknown(), failure -> {
                    owner.stalled().accept(failure);
                    stalled.complete(failure);
                }),
                every,
                settings.stall(),
                System::nanoTime);
        going.add(beat);
        long nanos = every.toNanos();
        return new Going(beat, pool.scheduleWithFixedDelay(beat::beat, nanos, nanos, TimeUnit.NANOSECONDS), going);
    }

    private Duration every(Duration timeout) {
        Duration most = timeout.dividedBy(WITHIN_TIMEOUT);
        return timeout.isZero() || most.compareTo(settings.every()) > 0 ? settings.every() : most;
    }

    /** Completed with the failure of the first attempt that stalled; this process cannot be relied on from then on. */
    CompletableFuture<OnsetException> stalled() {
        return stalled;
    }

    /** Whether something has stalled and nothing that moves is under way beside it. */
    boolean isStuck() {
        return !going.isEmpty() && going.stream().allMatch(Beat::isStalled);
    }

    /** This process ends: what is under way ends at its next sign of life. */
    void abandon() {
        going.forEach(beat -> beat.end("this worker is shut down", new ActivityWorkerShutdownException()));
    }
}
