package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.StageCancelled;
import dev.onset.kind.StageProgress;
import dev.onset.pulse.Pulse;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityNotExistsException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beat of one attempt of a stage: its work ticks, this beats.
 *
 * <h2>Why apart</h2>
 *
 * <p>A heartbeat that is sent where the work happens to pass by is late whenever the work is: in a long list, a slow disk, a large
 * blob. So the work only marks that it went on, and a thread of its own sends the heartbeats. They say the truth all the same:
 * without a mark for the whole stall limit they stop, and the attempt is ended with {@link ErrorCode#STALLED}, by its task token,
 * since its thread may be in native code and never hear of it.
 *
 * <p>Idle time is counted beat by beat, each for two intervals at most: a process that was suspended has not stalled.
 *
 * <p>What the server answers reaches the work at its next {@link #alive} or {@link #check}: told that the attempt is over, it ends
 * there; asked to cancel, it ends there too, or, where it commits on its way, at its next commit. A server that does not answer
 * ends nothing: {@link #outage} tells how long that has gone on.
 */
final class Beat implements StageProgress, Pulse, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Beat.class);

    /** What a beat belongs to, and who hears of it. */
    record Owner(
            String stage,
            boolean commits,
            BooleanSupplier draining,
            Runnable unknown,
            Consumer<OnsetException> stalled) {}

    /** Why the attempt is over. */
    private record Ended(String why, RuntimeException cause) {}

    private final BeatLine line;
    private final Owner owner;
    private final Duration every;
    private final Duration stall;
    private final LongSupplier nanos;
    private final Thread worker = Thread.currentThread();
    private volatile String note;
    private volatile boolean moved = true;
    private volatile boolean cancelled;
    private volatile boolean closed;
    private volatile @Nullable Ended ended;
    private volatile long silentSince;
    private long looked;
    private long idle;
    private boolean stalled;

    /** Begins on the thread that does the work. */
    Beat(BeatLine line, Owner owner, Duration every, Duration stall, LongSupplier nanos) {
        this.line = line;
        this.owner = owner;
        this.every = every;
        this.stall = stall;
        this.nanos = nanos;
        this.looked = nanos.getAsLong();
        this.note = owner.stage() + " begins";
    }

    @Override
    public void alive(String where) {
        note = where;
        check();
    }

    @Override
    public void check() {
        tick();
        Ended end = ended;
        if (end != null) {
            throw new StageCancelled(end.why(), end.cause());
        }
    }

    @Override
    public void tick() {
        if (!moved) { // what is read often is written seldom
            moved = true;
        }
    }

    @Override
    public boolean stopping() {
        return cancelled || owner.draining().getAsBoolean();
    }

    @Override
    public Duration outage() {
        long since = silentSince;
        return since == 0 ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - since);
    }

    /** Whether the attempt was ended for want of progress; its thread may go on for ever. */
    synchronized boolean isStalled() {
        return stalled;
    }

    /** Ends the attempt at its next sign of life. */
    void end(String why, ActivityCompletionException cause) {
        ended = new Ended(why, cause);
    }

    /** One beat; called by one thread at a time. Whatever happens, the next one follows. */
    void beat() {
        try {
            if (closed || isStalled()) {
                return;
            }
            Optional<Duration> still = still();
            if (still.isPresent()) {
                stall(still.get());
            } else {
                hear(line.send(note));
            }
        } catch (RuntimeException | Error e) {
            LOG.error("a heartbeat failed unexpectedly; the next one is sent all the same", e);
        }
    }

    /** How long nothing has moved, once that is too long. */
    private Optional<Duration> still() {
        long now = nanos.getAsLong();
        idle = moved ? 0 : idle + Math.min(now - looked, 2 * every.toNanos());
        moved = false;
        looked = now;
        return idle >= stall.toNanos() ? Optional.of(Duration.ofNanos(idle)) : Optional.empty();
    }

    private void hear(BeatAnswer answer) {
        if (closed) {
            return; // the attempt ended while this beat was under way
        }
        if (!(answer instanceof BeatAnswer.Unreachable)) {
            silentSince = 0;
        }
        if (answer instanceof BeatAnswer.CancelRequested request) {
            cancelled = true; // the commit may take its time: heartbeats go on
            if (!owner.commits()) {
                end("cancelled; nothing is kept of it", request.asked());
            }
        } else if (answer instanceof BeatAnswer.Over over && ended == null) {
            if (over.why() instanceof ActivityNotExistsException) {
                owner.unknown().run();
            }
            end("this attempt is over: " + over.why().getMessage(), over.why());
        } else if (answer instanceof BeatAnswer.Unreachable unreachable && silentSince == 0) {
            silentSince = Math.max(1, nanos.getAsLong());
            LOG.info("{}: the Temporal server does not answer: {}", owner.stage(), unreachable.why());
        }
    }

    private void stall(Duration still) {
        OnsetException failure = new OnsetException(
                ErrorCode.STALLED,
                "the stage showed no progress for " + still.toSeconds() + " s; the last was '" + note
                        + "'; what it committed stays, what it had under way is lost");
        synchronized (this) {
            stalled = true;
        }
        ended = new Ended(String.valueOf(failure.getMessage()), failure);
        failure.setStackTrace(worker.getStackTrace()); // the log says where it hangs
        LOG.error("{}: {}", owner.stage(), failure.getMessage(), failure);
        // first, so that this process no longer polls when the attempt is tried again
        owner.stalled().accept(failure);
        worker.interrupt();
        try {
            line.end(failure);
        } catch (RuntimeException e) {
            LOG.warn("the server could not be told that {} stalled; it misses the heartbeats", owner.stage(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
