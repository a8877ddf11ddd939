package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Training while the Temporal server cannot be reached. The store may be healthy, so training makes durable what it has and goes
 * on for a stated while; when the server is back it says whether the attempt is still wanted. After that while training ends where
 * it is durable, as nobody could be told of its result. Used by one thread.
 */
final class ServerAbsence {
    private static final Logger LOG = LoggerFactory.getLogger(ServerAbsence.class);

    /** The environment variable that says how long training goes on without a server, in seconds. */
    static final String SETTING = "ONSET_AWAY_SECONDS";

    /** Unless the setting says otherwise. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Duration patience;
    private final Supplier<Duration> outage;
    private boolean away;

    /** @param outage how long the server has not answered by now; zero while it does */
    ServerAbsence(Duration patience, Supplier<Duration> outage) {
        this.patience = patience;
        this.outage = outage;
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

    /** True once an absence: what training has should be made durable. */
    boolean saveNow() {
        boolean silent = !outage.get().isZero();
        boolean begins = silent && !away;
        if (begins) {
            LOG.warn(
                    "the Temporal server does not answer; training makes durable what it has and goes on for {} s",
                    patience.toSeconds());
        } else if (away && !silent) {
            LOG.info("the Temporal server answers again");
        }
        away = silent;
        return begins;
    }

    /** True once the absence has lasted too long. */
    boolean isOver() {
        Duration silent = outage.get();
        return !silent.isZero() && silent.compareTo(patience) >= 0;
    }
}
