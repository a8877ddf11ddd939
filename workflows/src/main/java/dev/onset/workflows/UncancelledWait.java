package dev.onset.workflows;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;

/** Waiting that a cancellation does not end, as it does end {@link Workflow#await}. */
final class UncancelledWait {
    private UncancelledWait() {}

    /** Returns whether the condition holds, at the latest after the patience. */
    static boolean through(Duration patience, Supplier<Boolean> condition) {
        boolean[] held = new boolean[1];
        Workflow.newDetachedCancellationScope(() -> held[0] = Workflow.await(patience, condition))
                .run();
        return held[0];
    }

    /** Returns when the condition holds: what is under way is given the time to commit and return. */
    static void through(Supplier<Boolean> condition) {
        Workflow.newDetachedCancellationScope(() -> Workflow.await(condition)).run();
    }
}
