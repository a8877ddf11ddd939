package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudyRef;
import dev.onset.kind.Kinds;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageMetrics;
import dev.onset.store.MemoryStore;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attempt that goes on after the server has given it up learns it from its heartbeat, and is counted. */
@Tag("chaos")
final class ZombieTest {
    private static final StudyRef STUDY = new StudyRef("study", "0".repeat(64), "studies/study/specs/x.json");

    @ActivityInterface
    public interface Slow {
        void slow(boolean broken);
    }

    @WorkflowInterface
    public interface SlowWorkflow {
        @WorkflowMethod
        void run(boolean broken);
    }

    public static final class SlowWorkflowImpl implements SlowWorkflow {
        @Override
        public void run(boolean broken) {
            Workflow.newActivityStub(
                            Slow.class,
                            ActivityOptions.newBuilder()
                                    .setStartToCloseTimeout(Duration.ofSeconds(1))
                                    .setRetryOptions(RetryOptions.newBuilder()
                                            .setMaximumAttempts(1)
                                            .build())
                                    .build())
                    .slow(broken);
        }
    }

    private static final class Heard implements StageMetrics {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void began(String study, String stage) {
            heard.add("began " + study + " " + stage);
        }

        @Override
        public void failed(String study, String stage, ErrorCode code) {
            heard.add("failed " + study + " " + stage + " " + code);
        }

        @Override
        public void heartbeatNotFound(String study, String stage) {
            heard.add("zombie " + study + " " + stage);
        }
    }

    /** A stage that fails, or one that takes ten times as long as it is given. */
    private record SlowStage(StudyPipeline pipeline, CountDownLatch over) implements Slow {
        @Override
        public void slow(boolean broken) {
            try {
                ActivityBoundary.run(pipeline, STUDY, "observe", progress -> {
                    if (broken) {
                        throw new OnsetException(ErrorCode.DISK_FULL, "no space");
                    }
                    for (int i = 0; i < 200; i++) {
                        progress.alive("sample " + i);
                        sleep();
                    }
                    return "done";
                });
            } finally {
                over.countDown();
            }
        }

        private static void sleep() {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static List<String> heardOf(boolean broken, Path scratch) throws InterruptedException {
        Heard heard = new Heard();
        CountDownLatch over = new CountDownLatch(1);
        StudyPipeline pipeline = new StudyPipeline(
                StageContext.of(new MemoryStore(), scratch, heard, 0),
                new Kinds(List.of()),
                Notices.NOBODY,
                new BeatSettings(Duration.ofMillis(100), Duration.ofMinutes(1)));
        TestServer.InProcessTestServer server = TestServer.createServer(true);
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setChannel(server.getChannel())
                .build());
        WorkflowClient client = WorkflowClient.newInstance(stubs);
        WorkerFactory factory = WorkerFactory.newInstance(client);
        Worker worker = factory.newWorker("slow");
        worker.registerWorkflowImplementationTypes(SlowWorkflowImpl.class);
        worker.registerActivitiesImplementations(new SlowStage(pipeline, over));
        factory.start();
        try {
            SlowWorkflow workflow = client.newWorkflowStub(
                    SlowWorkflow.class,
                    WorkflowOptions.newBuilder().setTaskQueue("slow").build());
            assertThatThrownBy(() -> workflow.run(broken)).isInstanceOf(WorkflowFailedException.class);
            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            factory.shutdownNow();
            stubs.shutdownNow();
            server.close();
        }
        return heard.heard;
    }

    @Test
    void attemptThatWasGivenUp_isCountedAsAZombie_notAsAFailure(@TempDir Path scratch) throws Exception {
        assertThat(heardOf(false, scratch)).containsExactly("began study observe", "zombie study observe");
    }

    @Test
    void attemptThatFails_isCountedByItsCode_notAsAZombie(@TempDir Path scratch) throws Exception {
        assertThat(heardOf(true, scratch)).containsExactly("began study observe", "failed study observe DISK_FULL");
    }
}
