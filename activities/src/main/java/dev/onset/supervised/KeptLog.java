package dev.onset.supervised;

import dev.onset.contracts.OnsetException;
import dev.onset.process.ProcessLog;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a process' log in the store, beside its study: what lies in scratch goes with the attempt. Written now and then and at the
 * end of an attempt; a store that does not take it costs the log alone.
 */
final class KeptLog {
    private static final Logger LOG = LoggerFactory.getLogger(KeptLog.class);
    private static final int MOST = 256 << 10;
    private static final long EVERY = Duration.ofMinutes(1).toNanos();

    private final ObjectStore store;
    private final ObjectKey key;
    private long keptAt;

    KeptLog(ObjectStore store, String study, String run) {
        this.store = store;
        this.key = new ObjectKey("studies/" + study + "/logs/" + run + ".txt");
        this.keptAt = System.nanoTime();
    }

    /** Keeps it, if it was not lately. */
    void now(ProcessLog log) {
        if (System.nanoTime() - keptAt >= EVERY) {
            last(log);
        }
    }

    /** Keeps it. */
    void last(ProcessLog log) {
        keptAt = System.nanoTime();
        try {
            store.replace(key, ObjectStore.Content.of(log.end(MOST)));
        } catch (OnsetException | IOException e) {
            LOG.warn("the log of a training could not be kept at {}: {}", key, e.getMessage());
        }
    }
}
