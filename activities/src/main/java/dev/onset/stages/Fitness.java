package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Optional;

/**
 * Whether this process can do the work of its queues. Hears of failures that may be of its own ({@link ErrorCode#ofWorker}), so
 * that a process that cannot work stops to take work, instead of failing everything it is given. Safe for several threads.
 */
public interface Fitness {
    /** Of a process that is alone and has nobody to leave work to. */
    Fitness ALONE = new Fitness() {
        @Override
        public void failed(String queue, OnsetException failure) {}

        @Override
        public Optional<OnsetException> problem(String queue) {
            return Optional.empty();
        }
    };

    /**
     * A stage failed for a reason that may be this worker's own. Called before the server hears of it, so that the next try does
     * not come here again.
     */
    void failed(String queue, OnsetException failure);

    /** Why this process takes nothing from a queue at present; empty when it does. */
    Optional<OnsetException> problem(String queue);
}
