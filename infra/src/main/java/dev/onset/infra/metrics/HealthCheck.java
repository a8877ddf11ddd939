package dev.onset.infra.metrics;

import dev.onset.contracts.ErrorCode;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One thing that a process needs to do its work.
 *
 * @param name one word
 * @param problem why it cannot, empty when it can; what it throws is a problem too
 */
record HealthCheck(String name, Supplier<Optional<String>> problem) {
    private static final int SERVER_SECONDS = 3;

    /** The store takes an object and gives it back: it is there, and it is writable. */
    static HealthCheck store(ObjectStore store) {
        ObjectKey key = new ObjectKey("probe/health-" + UUID.randomUUID());
        return new HealthCheck("store", () -> {
            store.replace(key, ObjectStore.Content.of("well".getBytes(StandardCharsets.US_ASCII)));
            boolean found = store.size(key).isPresent();
            store.delete(key);
            return found ? Optional.empty() : Optional.of("an object written to the store is not there");
        });
    }

    /** The Temporal server answers. */
    static HealthCheck temporal(WorkflowServiceStubs stubs) {
        return new HealthCheck("temporal", () -> {
            try {
                stubs.blockingStub()
                        .withDeadlineAfter(SERVER_SECONDS, TimeUnit.SECONDS)
                        .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
                return Optional.empty();
            } catch (StatusRuntimeException e) {
                return Optional.of(
                        "the Temporal server does not answer: " + e.getStatus().getCode());
            }
        });
    }

    /** The worker takes work: none of its own failures keeps it from it. */
    static HealthCheck fitness(Supplier<Map<ErrorCode, String>> problems) {
        return new HealthCheck("work", () -> problems.get().values().stream().findFirst());
    }

    /** Every queue is polled, or its slots are all taken by work: a worker that is full does not poll. */
    static HealthCheck polling(MeterRegistry registry, Set<String> queues) {
        return new HealthCheck("workers", () -> {
            Set<String> idle = new TreeSet<>(queues);
            idle.removeIf(queue -> sum(registry, "temporal_num_pollers", queue) > 0
                    || sum(registry, "temporal_worker_task_slots_used", queue) > 0);
            return idle.isEmpty()
                    ? Optional.empty()
                    : Optional.of("nobody polls the task queues " + String.join(", ", idle));
        });
    }

    private static double sum(MeterRegistry registry, String gauge, String queue) {
        Collection<Gauge> gauges = registry.find(gauge).tag("task_queue", queue).gauges();
        return List.copyOf(gauges).stream().mapToDouble(Gauge::value).sum();
    }
}
