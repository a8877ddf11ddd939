package dev.onset.infra.study;

import dev.onset.infra.metrics.Metrics;
import dev.onset.infra.temporal.EmbeddedTemporal;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A workflow whose code is another one each time it is replayed, as when a build is exchanged under it. */
final class Fickle {
    private static final AtomicInteger REPLAYS = new AtomicInteger();

    private Fickle() {}

    @WorkflowInterface
    public interface FickleWorkflow {
        @WorkflowMethod
        void run();
    }

    /** Sleeps the first time and does not the second. */
    public static final class FickleWorkflowImpl implements FickleWorkflow {
        @Override
        public void run() {
            if (REPLAYS.incrementAndGet() == 1) {
                Workflow.sleep(Duration.ofMillis(50));
            }
        }
    }

    /** Runs it until its failure is seen. */
    static void fail(Metrics metrics, BooleanSupplier seen) throws InterruptedException {
        try (EmbeddedTemporal temporal = new EmbeddedTemporal(metrics)) {
            WorkerFactory factory = WorkerFactory.newInstance(
                    temporal.client(),
                    WorkerFactoryOptions.newBuilder().setWorkflowCacheSize(0).build());
            factory.newWorker("fickle").registerWorkflowImplementationTypes(FickleWorkflowImpl.class);
            factory.start();
            try {
                FickleWorkflow workflow = temporal.client()
                        .newWorkflowStub(
                                FickleWorkflow.class,
                                WorkflowOptions.newBuilder()
                                        .setTaskQueue("fickle")
                                        .build());
                WorkflowClient.start(workflow::run);
                for (int i = 0; i < 200 && !seen.getAsBoolean(); i++) {
                    Thread.sleep(100);
                }
            } finally {
                factory.shutdownNow();
            }
        }
    }
}
