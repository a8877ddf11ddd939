package dev.onset.infra.metrics;

import dev.onset.workflows.Queues;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Asks the server every so often how many tasks wait on each queue: the SDK measures a wait only once a worker has ended it, so
 * a queue that nobody serves is silent otherwise. Every worker gives the same numbers; what the server does not say is no number.
 */
final class QueueWatch implements AutoCloseable {
    private static final List<String> QUEUES = Stream.concat(Stream.of(Queues.WORKFLOWS), Queues.ACTIVITIES.stream())
            .toList();

    /** The number of tasks that wait on a queue. */
    interface Backlog {
        double tasks(String queue);

        /** As the server counts them. */
        static Backlog of(WorkflowClient client) {
            return queue -> {
                DescribeTaskQueueResponse answer = client.getWorkflowServiceStubs()
                        .blockingStub()
                        .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                                .setNamespace(client.getOptions().getNamespace())
                                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                                .setTaskQueueType(
                                        queue.equals(Queues.WORKFLOWS)
                                                ? TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW
                                                : TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                                .setReportStats(true)
                                .build());
                // servers of old do not count
                return answer.hasStats() ? answer.getStats().getApproximateBacklogCount() : Double.NaN;
            };
        }
    }

    private final Map<String, Double> tasks = new ConcurrentHashMap<>();
    private final ServerPoll poll;

    private QueueWatch(Set<String> queues, Backlog backlog, Duration every) {
        poll = ServerPoll.start(
                "onset-queue-watch",
                every,
                "how many tasks wait on its queues",
                () -> queues.forEach(queue -> tasks.put(queue, backlog.tasks(queue))),
                tasks::clear);
    }

    /** @param served queues that this process polls, besides those of the stages: of work that is pinned to a profile */
    static QueueWatch start(MeterRegistry registry, Backlog backlog, Set<String> served, Duration every) {
        Set<String> queues = new TreeSet<>(QUEUES);
        queues.addAll(served);
        QueueWatch watch = new QueueWatch(queues, backlog, every);
        for (String queue : queues) {
            // the label is the SDK's own, so that rules can hold both against each other
            Gauge.builder("onset.queue.backlog", watch, w -> w.tasks.getOrDefault(queue, Double.NaN))
                    .description("Tasks that wait for a worker, as the server counts them")
                    .tag("task_queue", queue)
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
