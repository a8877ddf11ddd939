package dev.onset.infra.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.infra.store.RealServers;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.workflows.Queues;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class QueueWatchTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private boolean eventually(String queue, DoublePredicate wanted, int seconds) throws InterruptedException {
        for (int i = 0; i < seconds * 100; i++) {
            if (wanted.test(registry.get("onset.queue.backlog")
                    .tag("task_queue", queue)
                    .gauge()
                    .value())) {
                return true;
            }
            Thread.sleep(10);
        }
        return false;
    }

    @Test
    void everyQueueIsCounted_andAnUnansweredQuestionIsNoNumber() throws InterruptedException {
        AtomicBoolean down = new AtomicBoolean();
        QueueWatch.Backlog backlog = queue -> {
            if (down.get()) {
                throw new IllegalStateException("no server");
            }
            return queue.length();
        };
        try (QueueWatch watch =
                QueueWatch.start(registry, backlog, Set.of("train.p-1a2b3c4d"), Duration.ofMillis(20))) {
            assertThat(watch).isNotNull();
            for (String queue :
                    new String[] {"onset", "plan", "train", "observe", "observe-gpu", "fit", "train.p-1a2b3c4d"}) {
                assertThat(eventually(queue, v -> v == queue.length(), 5))
                        .as(queue)
                        .isTrue();
            }
            down.set(true);
            assertThat(eventually("observe-gpu", Double::isNaN, 5)).isTrue();
            down.set(false);
            assertThat(eventually("observe-gpu", v -> v == 11, 5)).isTrue();
        }
    }

    @WorkflowInterface
    public interface AsksForAGpu {
        @WorkflowMethod
        void run();
    }

    public static final class AsksForAGpuImpl implements AsksForAGpu {
        @Override
        public void run() {
            Workflow.newUntypedActivityStub(ActivityOptions.newBuilder()
                            .setTaskQueue(Queues.OBSERVE_GPU)
                            .setStartToCloseTimeout(Duration.ofMinutes(1))
                            .build())
                    .execute("observe", Void.class);
        }
    }

    /** What no worker can tell, since none serves the queue, a real server does. */
    @Test
    @Tag("servers")
    void workForAGpuThatNobodyHas_isCountedByARealServer(@TempDir Path folder) throws Exception {
        int port = RealServers.freePort();
        Process server = new ProcessBuilder(
                        RealServers.require("temporal").toString(),
                        "server",
                        "start-dev",
                        "--headless",
                        "--ip",
                        "127.0.0.1",
                        "--port",
                        "" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + port)
                .build());
        try {
            stubs.connect(Duration.ofSeconds(60));
        } catch (RuntimeException e) {
            server.destroyForcibly().waitFor();
            throw e;
        } finally {
            stubs.shutdownNow();
        }
        // as in a container: certificates that nobody gave are variables without a value
        Map<String, String> environment = Map.of(
                "TEMPORAL_TLS_SERVER_CA_CERT_PATH", "",
                "TEMPORAL_TLS_CLIENT_CERT_PATH", "",
                "TEMPORAL_TLS_CLIENT_KEY_PATH", "");
        try (TemporalServer connected =
                TemporalServer.connect(TemporalServer.Settings.of("127.0.0.1:" + port), environment)) {
            WorkflowClient client = connected.client();
            WorkerFactory factory = WorkerFactory.newInstance(client);
            factory.newWorker(Queues.WORKFLOWS).registerWorkflowImplementationTypes(AsksForAGpuImpl.class);
            factory.start();
            try (QueueWatch watch =
                    QueueWatch.start(registry, QueueWatch.Backlog.of(client), Set.of(), Duration.ofMillis(200))) {
                assertThat(watch).isNotNull();
                assertThat(eventually(Queues.OBSERVE_GPU, v -> v == 0, 60)).isTrue();
                for (int i = 0; i < 2; i++) {
                    WorkflowClient.start(client.newWorkflowStub(
                            AsksForAGpu.class,
                            WorkflowOptions.newBuilder()
                                    .setTaskQueue(Queues.WORKFLOWS)
                                    .build())::run);
                }
                assertThat(eventually(Queues.OBSERVE_GPU, v -> v == 2, 60)).isTrue();
                assertThat(eventually(Queues.OBSERVE, v -> v == 0, 5)).isTrue();
            } finally {
                factory.shutdownNow();
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
    }
}
