package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StudyRef;
import dev.onset.kind.Kinds;
import dev.onset.kind.StageCancelled;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProgress;
import dev.onset.store.MemoryStore;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server goes away for good while a stage is at work. */
@Tag("chaos")
final class ServerAwayTest {
    private static final StudyRef STUDY = new StudyRef("study", "0".repeat(64), "studies/study/specs/x.json");
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @ActivityInterface
    public interface Long {
        void work(boolean training);
    }

    @WorkflowInterface
    public interface LongWorkflow {
        @WorkflowMethod
        void run(boolean training);
    }

    public static final class LongWorkflowImpl implements LongWorkflow {
        @Override
        public void run(boolean training) {
            Workflow.newActivityStub(
                            Long.class,
                            ActivityOptions.newBuilder()
                                    .setStartToCloseTimeout(Duration.ofMinutes(10))
                                    .setHeartbeatTimeout(Duration.ofSeconds(1))
                                    .setRetryOptions(RetryOptions.newBuilder()
                                            .setMaximumAttempts(1)
                                            .build())
                                    .build())
                    .work(training);
        }
    }

    /** What a stage hears, one line a change. */
    private record LongStage(
            StudyPipeline pipeline, List<String> heard, CountDownLatch begun, AtomicLong gone, CountDownLatch over)
            implements Long {
        @Override
        public void work(boolean training) {
            try {
                ActivityBoundary.Work<String> work = this::listen;
                ActivityBoundary.run(pipeline, STUDY, training ? OpenStudy.TRAIN : "observe", work);
            } finally {
                over.countDown();
            }
        }

        private String listen(StageProgress progress) {
            ServerAbsence absence = new ServerAbsence(PATIENCE, progress::outage);
            for (int i = 0; i < 1_000; i++) {
                try {
                    progress.alive("step " + i);
                } catch (StageCancelled e) {
                    heard.add("ended");
                    throw e;
                }
                begun.countDown();
                if (absence.saveNow()) {
                    heard.add("save");
                }
                if (progress.stopping()) {
                    heard.add("stopping");
                }
                if (absence.isOver()) {
                    heard.add(System.nanoTime() - gone.get() >= PATIENCE.toNanos() ? "alone" : "too early");
                    break;
                }
                sleep();
            }
            return "done";
        }

        private static void sleep() {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void training_makesDurableWhatItHas_andGoesOnForItsWhile(@TempDir Path scratch) throws Exception {
        assertThat(heard(true, scratch)).containsExactly("save", "alone");
    }

    private static List<String> heard(boolean training, Path scratch) throws InterruptedException {
        List<String> heard = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        AtomicLong gone = new AtomicLong();
        CountDownLatch over = new CountDownLatch(1);
        StudyPipeline pipeline = new StudyPipeline(StageContext.of(new MemoryStore(), scratch), new Kinds(List.of()));
        TestServer.InProcessTestServer server = TestServer.createServer(true);
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setChannel(server.getChannel())
                .build());
        WorkflowClient client = WorkflowClient.newInstance(stubs);
        WorkerFactory factory = WorkerFactory.newInstance(client);
        Worker worker = factory.newWorker(
                "long",
                WorkerOptions.newBuilder()
                        .setMaxHeartbeatThrottleInterval(Duration.ofMillis(100))
                        .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(100))
                        .build());
        worker.registerWorkflowImplementationTypes(LongWorkflowImpl.class);
        worker.registerActivitiesImplementations(new LongStage(pipeline, heard, begun, gone, over));
        factory.start();
        try {
            LongWorkflow workflow = client.newWorkflowStub(
                    LongWorkflow.class,
                    WorkflowOptions.newBuilder().setTaskQueue("long").build());
            WorkflowClient.start(workflow::run, training);
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            gone.set(System.nanoTime()); // its silence begins later than this, whenever the stage looks
            server.close();
            assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            factory.shutdownNow();
            stubs.shutdownNow();
            server.close();
        }
        return heard;
    }
}
