package dev.onset.infra.study;

import dev.onset.infra.metrics.Metrics;
import dev.onset.infra.temporal.EmbeddedTemporal;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.function.BooleanSupplier;

/** A workflow whose code is wrong, so that its tasks fail for ever, as those of one that does not fit its history do. */
final class DefectiveWorkflow {
    private DefectiveWorkflow() {}

    @WorkflowInterface
    public interface Defective {
        @WorkflowMethod
        void run();
    }

    /** Throws what is no failure of a workflow. */
    public static final class DefectiveImpl implements Defective {
        @Override
        public void run() {
            throw new IllegalStateException("defective on purpose");
        }
    }

    /** Runs it until its failure is seen. */
    static void run(Metrics metrics, BooleanSupplier seen) throws InterruptedException {
        try (EmbeddedTemporal temporal = new EmbeddedTemporal(metrics)) {
            WorkerFactory factory = WorkerFactory.newInstance(temporal.client());
            factory.newWorker("defective").registerWorkflowImplementationTypes(DefectiveImpl.class);
            factory.start();
            try {
                Defective workflow = temporal.client()
                        .newWorkflowStub(
                                Defective.class,
                                WorkflowOptions.newBuilder()
                                        .setTaskQueue("defective")
                                        .build());
                WorkflowClient.start(workflow::run);
                for (int i = 0; i < 100 && !seen.getAsBoolean(); i++) {
                    Thread.sleep(100);
                }
            } finally {
                factory.shutdownNow();
            }
        }
    }
}
