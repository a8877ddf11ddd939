package dev.onset.workflows;

import dev.onset.contracts.ErrorCode;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a stage that fails for reasons of its worker's own ({@link ErrorCode#ofWorker}) is tried on others before an operator
 * is waited for.
 *
 * <p>Bounded, since the work itself may ask for more than any worker has, and each worker that it fails on takes no work for a
 * while. What a worker declined that had stopped to take work is no try: it may have been on its way to it already.
 */
final class OtherWorkers {
    static final int MOST = 10;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private int tries;
    private boolean declined;

    /** Counts a failure; whether the stage is tried again because of it. */
    boolean mayTry(Optional<ApplicationFailure> failure) {
        if (failure.isEmpty() || !isOfWorker(failure.get().getType())) {
            return false;
        }
        declined = Declined.is(failure.get());
        tries += declined ? 0 : 1;
        return tries < MOST;
    }

    private static boolean isOfWorker(String type) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(type)) {
                return code.ofWorker();
            }
        }
        return false;
    }

    /** Before the next try: 1, 2, 4 ... seconds, a minute at most; of what was declined, one. */
    Duration pause() {
        Duration pause = Duration.ofSeconds(declined ? 1 : 1L << Math.min(Math.max(0, tries - 1), 6));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    /** Whether the next try is one elsewhere. */
    boolean isTried() {
        return declined || tries > 0;
    }
}
