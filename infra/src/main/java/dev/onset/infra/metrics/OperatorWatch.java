package dev.onset.infra.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the server every so often how many studies and runs wait for an operator, and how many for a worker: a workflow that
 * waits does nothing, so no worker can tell it from one that is idle. Every worker gives the same number; while the server does not answer it is not a number.
 */
final class OperatorWatch implements AutoCloseable {
    private static final String WAITING = "ExecutionStatus = 'Running' AND OnsetState = 'waiting-for-%s'";
    private static final List<String> FOR = List.of("operator", "worker");

    /** The number of workflows that wait. */
    interface Count {
        /** @param what {@code operator} or {@code worker} */
        long waitingFor(String what);

        /** Counted by the server's list of workflows. */
        static Count of(WorkflowClient client) {
            return what -> client.countWorkflows(String.format(Locale.ROOT, WAITING, what))
                    .getCount();
        }
    }

    private final ServerPoll poll;
    private final Map<String, Double> waiting = new ConcurrentHashMap<>();

    private OperatorWatch(Count count, Duration every) {
        poll = ServerPoll.start(
                "onset-operator-watch",
                every,
                "how many studies wait for an operator or a worker",
                () -> FOR.forEach(what -> waiting.put(what, (double) count.waitingFor(what))),
                waiting::clear);
    }

    static OperatorWatch start(MeterRegistry registry, Count count, Duration every) {
        OperatorWatch watch = new OperatorWatch(count, every);
        for (String what : FOR) {
            Gauge.builder("onset.waiting.for." + what, watch, w -> w.waiting.getOrDefault(what, Double.NaN))
                    .description("Studies and runs of the namespace that wait for "
                            + (what.equals("operator") ? "an operator" : "a worker that nobody runs"))
                    .strongReference(true)
                    .register(registry);
        }
        return watch;
    }

    @Override
    public void close() {
        poll.close();
    }
}
