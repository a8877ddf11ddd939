package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Training while the Temporal server cannot be reached. The store may be healthy, so training makes durable what it has and goes
 * on for a stated while; when the server is back it says whether the attempt is still wanted. After that while it ends where it
 * is durable, as nobody could be told of its result.
 *
 * <p>The SDK stops asking the server once no heartbeat was answered for a heartbeat timeout. From then on it is asked here, on
 * another thread: an unreachable server keeps a call waiting, and training does not wait. Used by one thread.
 */
final class ServerAbsence {
    private static final Logger LOG = LoggerFactory.getLogger(ServerAbsence.class);

    /** The environment variable that says how long training goes on without a server, in seconds. */
    static final String SETTING = "ONSET_AWAY_SECONDS";

    /** Unless the setting says otherwise. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final long ASK_EVERY = TimeUnit.SECONDS.toNanos(5);

    private final Duration patience;
    private final Supplier<ServerWord> ask;
    private final Executor executor;
    private final LongSupplier nanos;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile ServerWord heard = ServerWord.UNREACHABLE;
    private long askedAt;
    private boolean asked;
    private boolean away;
    private boolean unsaved;
    private long since;

    /**
     * @param ask asks the server about the attempt; may block
     * @param nanos a clock that only counts
     */
    ServerAbsence(Duration patience, Supplier<ServerWord> ask, Executor executor, LongSupplier nanos) {
        this.patience = patience;
        this.ask = ask;
        this.executor = executor;
        this.nanos = nanos;
    }

    /**
     * How long training goes on without a server.
     *
     * @throws OnsetException STUDY_INVALID when the setting is no number of seconds in 0..604800
     */
    static Duration patience(Map<String, String> environment) {
        String text = environment.getOrDefault(SETTING, "");
        if (text.isEmpty()) {
            return PATIENCE;
        }
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) > 7 * 24 * 3600) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    SETTING + " is '" + text.replaceAll("[^\\x20-\\x7e]", "?")
                            + "'; it must be a number of seconds in 0..604800; nothing was started");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    /** The SDK has no answer: says what the server said since, and has it asked again. */
    ServerWord listen() {
        ServerWord word = heard;
        boolean silent = word.kind() == ServerWord.Kind.UNREACHABLE;
        if (silent && !away) {
            LOG.warn(
                    "the Temporal server does not answer; training makes durable what it has and goes on for {} s",
                    patience.toSeconds());
            away = true;
            unsaved = true;
            since = nanos.getAsLong();
        }
        if (!silent && away) {
            LOG.info("the Temporal server answers again");
            away = false;
        }
        askAgain();
        return word;
    }

    private void askAgain() {
        long now = nanos.getAsLong();
        if (asked && now - askedAt < ASK_EVERY || !asking.compareAndSet(false, true)) {
            return;
        }
        asked = true;
        askedAt = now;
        executor.execute(() -> {
            try {
                heard = ask.get();
            } finally {
                asking.set(false);
            }
        });
    }

    /** True once an absence: what training has should be made durable. */
    boolean saveNow() {
        boolean now = unsaved;
        unsaved = false;
        return now;
    }

    /** True once the absence has lasted too long. */
    boolean isOver() {
        return away && nanos.getAsLong() - since >= patience.toNanos();
    }
}
