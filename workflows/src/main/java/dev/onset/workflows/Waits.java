package dev.onset.workflows;

import io.temporal.workflow.Workflow;
import java.util.function.Supplier;

/** Waiting that a cancellation does not end, as it does end {@link Workflow#await}. */
final class Waits {
    private Waits() {}

    /** Returns when the condition holds: what is under way is given the time to commit and return. */
    static void through(Supplier<Boolean> condition) {
        Workflow.newDetachedCancellationScope(() -> Workflow.await(condition)).run();
    }
}
