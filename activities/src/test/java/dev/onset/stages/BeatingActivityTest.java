package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudyRef;
import dev.onset.kind.Kinds;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageMetrics;
import dev.onset.kind.StageProgress;
import dev.onset.store.MemoryStore;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
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

/** Beats under a service that enforces its heartbeat timeout, with stages that say nothing for longer than that. */
@Tag("crash")
final class BeatingActivityTest {
    private static final StudyRef STUDY = new StudyRef("study", "0".repeat(64), "studies/study/specs/x.json");
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final BeatSettings BEATS = new BeatSettings(Duration.ofMillis(200), Duration.ofMinutes(15));

    @TempDir
    Path scratch;

    private final List<String> heard = new CopyOnWriteArrayList<>();

    @ActivityInterface
    public interface Stage {
        String stage();
    }

    @WorkflowInterface
    public interface StageWorkflow {
        @WorkflowMethod
        String run(long heartbeatMillis);
    }

    public static final class StageWorkflowImpl implements StageWorkflow {
        @Override
        public String run(long heartbeatMillis) {
            return Workflow.newActivityStub(
                            Stage.class,
                            ActivityOptions.newBuilder()
                                    .setStartToCloseTimeout(Duration.ofMinutes(5))
                                    .setHeartbeatTimeout(Duration.ofMillis(heartbeatMillis))
                                    .setRetryOptions(RetryOptions.newBuilder()
                                            .setMaximumAttempts(1)
                                            .build())
                                    .build())
                    .stage();
        }
    }

    private interface Body {
        void run(StageProgress progress) throws InterruptedException;
    }

    private record OneStage(StudyPipeline pipeline, Body body) implements Stage {
        @Override
        public String stage() {
            return ActivityBoundary.run(pipeline, STUDY, "fit", progress -> {
                try {
                    body.run(progress);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return "done";
            });
        }
    }

    private StageContext context() {
        return StageContext.of(
                new MemoryStore(),
                scratch,
                new StageMetrics() {
                    @Override
                    public void failed(String study, String stage, ErrorCode code) {
                        heard.add(code.name());
                    }
                },
                0);
    }

    private StudyPipeline beating(BeatSettings beats) {
        return new StudyPipeline(context(), new Kinds(List.of()), Notices.NOBODY, beats);
    }

    private static String run(StudyPipeline pipeline, Duration timeout, Body body) {
        TestServer.InProcessTestServer server = TestServer.createServer(true);
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setChannel(server.getChannel())
                .build());
        WorkflowClient client = WorkflowClient.newInstance(stubs);
        WorkerFactory factory = WorkerFactory.newInstance(client);
        Worker worker = factory.newWorker("stage");
        worker.registerWorkflowImplementationTypes(StageWorkflowImpl.class);
        worker.registerActivitiesImplementations(new OneStage(pipeline, body));
        factory.start();
        try {
            return client.newWorkflowStub(
                            StageWorkflow.class,
                            WorkflowOptions.newBuilder().setTaskQueue("stage").build())
                    .run(timeout.toMillis());
        } finally {
            factory.shutdownNow();
            stubs.shutdownNow();
            server.close();
        }
    }

    @Test
    void oneCallThatBlocksForLongerThanTheTimeout_isNotTimedOut() {
        assertThat(run(beating(BEATS), TIMEOUT, progress -> Thread.sleep(3 * TIMEOUT.toMillis() / 2)))
                .isEqualTo("done");
        assertThat(heard).isEmpty();
    }

    @Test
    @Tag("heavy")
    void oneCallThatBlocksFor90Seconds_isNotTimedOutWithinAMinute() {
        assertThat(run(beating(BeatSettings.DEFAULT), Duration.ofMinutes(1), progress -> Thread.sleep(90_000)))
                .isEqualTo("done");
    }

    @Test
    void negativeControl_withoutTheBackgroundBeat_theSameCallIsTimedOut() {
        StudyPipeline silent = SilentBeats.pipeline(context(), new Kinds(List.of()));
        Throwable failure =
                catchThrowable(() -> run(silent, TIMEOUT, progress -> Thread.sleep(3 * TIMEOUT.toMillis() / 2)));
        assertThat(cause(failure, TimeoutFailure.class).getTimeoutType()).isEqualTo(TimeoutType.TIMEOUT_TYPE_HEARTBEAT);
    }

    /** As in native code: it hears no interrupt and never returns, until the test lets it. */
    @Test
    void stageThatHangsForEver_isEndedWithItsCode_andItsProcessIsToldToEnd() throws Exception {
        StudyPipeline pipeline = beating(new BeatSettings(Duration.ofMillis(200), Duration.ofSeconds(3)));
        CountDownLatch released = new CountDownLatch(1);
        try {
            Throwable failure = catchThrowable(() -> run(pipeline, TIMEOUT, progress -> {
                progress.alive("waiting for a device");
                boolean free = false;
                while (!free) {
                    try {
                        free = released.await(1, TimeUnit.MINUTES);
                    } catch (InterruptedException ignored) {
                        continue;
                    }
                }
            }));
            assertThat(cause(failure, ApplicationFailure.class).getType()).isEqualTo(ErrorCode.STALLED.name());
            assertThat(cause(failure, ApplicationFailure.class).getOriginalMessage())
                    .contains("waiting for a device");
            OnsetException told = pipeline.stalled().get(5, TimeUnit.SECONDS);
            assertThat(told.code()).isEqualTo(ErrorCode.STALLED);
            assertThat(pipeline.isStuck()).isTrue();
            assertThat(heard).containsExactly(ErrorCode.STALLED.name());
        } finally {
            released.countDown();
        }
    }

    @Test
    void stageThatGoesOn_isNotStuck() {
        StudyPipeline pipeline = beating(BEATS);
        run(pipeline, TIMEOUT, progress -> {
            assertThat(pipeline.isStuck()).isFalse();
            progress.alive("on");
        });
        assertThat(pipeline.stalled()).isNotDone();
        assertThat(pipeline.isStuck()).isFalse();
    }

    private static <T extends Throwable> T cause(Throwable failure, Class<T> wanted) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (wanted.isInstance(cause)) {
                return wanted.cast(cause);
            }
        }
        throw new AssertionError("no " + wanted.getSimpleName() + " in " + failure, failure);
    }

    @Test
    void limitShorterThanABeat_isRefused() {
        assertThatThrownBy(() -> new BeatSettings(Duration.ofSeconds(5), Duration.ofSeconds(5)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
