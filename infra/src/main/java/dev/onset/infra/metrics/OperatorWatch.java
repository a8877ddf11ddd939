package dev.onset.infra.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server every so often how many studies and runs wait for an operator: a parked workflow does nothing, so no worker
 * can tell it from one that is idle. Every worker gives the same number; while the server does not answer it is not a number.
 */
final class OperatorWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorWatch.class);
    private static final String PARKED = "ExecutionStatus = 'Running' AND OnsetState = 'waiting-for-operator'";

    /** The number of workflows that wait. */
    interface Count {
        long waiting();

        /** Counted by the server's list of workflows. */
        static Count of(WorkflowClient client) {
            return () -> client.countWorkflows(PARKED).getCount();
        }
    }

    private final Count count;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "onset-operator-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile double waiting = Double.NaN;
    private boolean silent;

    private OperatorWatch(Count count) {
        this.count = count;
    }

    static OperatorWatch start(MeterRegistry registry, Count count, Duration every) {
        OperatorWatch watch = new OperatorWatch(count);
        Gauge.builder("onset.waiting.for.operator", watch, w -> w.waiting)
                .description("Studies and runs of the namespace that wait for an operator")
                .strongReference(true)
                .register(registry);
        watch.timer.scheduleWithFixedDelay(watch::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private void look() {
        try {
            waiting = count.waiting();
            silent = false;
        } catch (RuntimeException e) {
            waiting = Double.NaN;
            if (!silent) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                LOG.warn("the server does not say how many studies wait for an operator: {}", cause.toString());
                silent = true;
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
