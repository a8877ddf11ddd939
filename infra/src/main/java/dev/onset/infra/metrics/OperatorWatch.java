package dev.onset.infra.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import java.time.Duration;

/**
 * Asks the server every so often how many studies and runs wait for an operator: a parked workflow does nothing, so no worker
 * can tell it from one that is idle. Every worker gives the same number; while the server does not answer it is not a number.
 */
final class OperatorWatch implements AutoCloseable {
    private static final String PARKED = "ExecutionStatus = 'Running' AND OnsetState = 'waiting-for-operator'";

    /** The number of workflows that wait. */
    interface Count {
        long waiting();

        /** Counted by the server's list of workflows. */
        static Count of(WorkflowClient client) {
            return () -> client.countWorkflows(PARKED).getCount();
        }
    }

    private final ServerPoll poll;
    private volatile double waiting = Double.NaN;

    private OperatorWatch(Count count, Duration every) {
        poll = ServerPoll.start(
                "onset-operator-watch",
                every,
                "how many studies wait for an operator",
                () -> waiting = count.waiting(),
                () -> waiting = Double.NaN);
    }

    static OperatorWatch start(MeterRegistry registry, Count count, Duration every) {
        OperatorWatch watch = new OperatorWatch(count, every);
        Gauge.builder("onset.waiting.for.operator", watch, w -> w.waiting)
                .description("Studies and runs of the namespace that wait for an operator")
                .strongReference(true)
                .register(registry);
        return watch;
    }

    @Override
    public void close() {
        poll.close();
    }
}
