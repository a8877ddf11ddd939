package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;

/** Studies under Temporal's test service in real time, with stages that compute nothing. */
@Tag("unit")
abstract class StudyTestCase {
    static final StudyRef STUDY = new StudyRef("demo", "0123456789abcdef", "studies/demo/specs/x.json");

    /** A busy machine may keep a workflow from going on for a while. */
    static final long NO_DEADLOCK_MILLIS = 30_000;

    final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
            .setUseTimeskipping(false)
            .setWorkerFactoryOptions(workerOptions())
            .build());

    /** For tests that have something between workflow and server. */
    WorkerFactoryOptions workerOptions() {
        return WorkerFactoryOptions.getDefaultInstance();
    }

    /** With {@code -Donset.histories=DIR} the histories of every {@link Recorded} situation are left there. */
    @AfterEach
    void close(TestInfo test) throws IOException {
        String folder = System.getProperty("onset.histories", "");
        String situation = test.getTestMethod().orElseThrow().getName();
        if (!folder.isEmpty() && test.getTestMethod().get().isAnnotationPresent(Recorded.class)) {
            Histories.record(client(), STUDY, Histories.file(Path.of(folder), situation));
        }
        environment.close();
    }

    final WorkflowClient client() {
        return environment.getWorkflowClient();
    }

    final StudyWorkflow start(FakeStages stages, boolean park) {
        return start(stages, park, Optional.empty());
    }

    final StudyWorkflow start(FakeStages stages, boolean park, Optional<StudyRequest.Again> again) {
        return start(stages, park, 0, again);
    }

    final StudyWorkflow start(FakeStages stages, boolean park, int mostEvents, Optional<StudyRequest.Again> again) {
        serve(stages, park);
        return start(new StudyRequest(STUDY, park, 100, mostEvents, 0, "two-phase", "digits", again, Optional.empty()));
    }

    /** Starts workers for every queue. */
    final void serve(FakeStages stages, boolean park) {
        if (park) {
            OnsetAttributes.registerWith(environment);
        }
        WorkerOptions options = WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(100))
                .setDefaultDeadlockDetectionTimeout(NO_DEADLOCK_MILLIS)
                .build();
        environment
                .newWorker(Queues.WORKFLOWS, options)
                .registerWorkflowImplementationTypes(StudyWorkflowImpl.class, RunWorkflowImpl.class);
        for (String queue : Queues.ACTIVITIES) {
            Worker worker = environment.newWorker(queue, options);
            worker.registerActivitiesImplementations(stages);
        }
        environment.newWorker(Queues.presence(Queues.PLAN), options).registerActivitiesImplementations(stages);
        environment.start();
    }

    final StudyWorkflow start(StudyRequest request) {
        WorkflowOptions.Builder options = WorkflowOptions.newBuilder()
                .setTaskQueue(Queues.WORKFLOWS)
                .setWorkflowId(request.study().workflowId());
        StudyWorkflow study = client().newWorkflowStub(
                        StudyWorkflow.class,
                        request.operated()
                                ? options.setTypedSearchAttributes(Visibility.initial(
                                                request.study().study(), request.kind(), request.dataset()))
                                        .build()
                                : options.build());
        WorkflowClient.start(study::study, request);
        return study;
    }

    static StudyResult result(StudyWorkflow study) {
        return within(Duration.ofSeconds(90), study);
    }

    static StudyResult within(Duration patience, StudyWorkflow study) {
        try {
            return WorkflowStub.fromTyped(study).getResult(patience.toSeconds(), TimeUnit.SECONDS, StudyResult.class);
        } catch (TimeoutException e) {
            throw new AssertionError("the study did not end within " + patience, e);
        }
    }

    final RunWorkflow run(int index) {
        return client().newWorkflowStub(RunWorkflow.class, STUDY.runWorkflowId(index));
    }

    /** As the run says; empty before it has begun. */
    final String runState(int index) {
        try {
            return run(index).status().state();
        } catch (WorkflowException notStartedYet) {
            return "";
        }
    }

    final int observed(int index) {
        return run(index).status().progress().observed();
    }

    static void eventually(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    final @Nullable String attribute(SearchAttributeKey<String> key) {
        return client().newUntypedWorkflowStub(STUDY.workflowId())
                .describe()
                .getTypedSearchAttributes()
                .get(key);
    }

    static void cancelled(StudyWorkflow study) {
        WorkflowStub stub = WorkflowStub.fromTyped(study);
        stub.cancel("not wanted any more");
        assertThatThrownBy(() -> stub.getResult(20, TimeUnit.SECONDS, StudyResult.class))
                .isInstanceOf(WorkflowFailedException.class)
                .hasCauseInstanceOf(CanceledFailure.class);
    }

    /** Whether the first run was continued as new. */
    boolean hasContinued() {
        return Histories.executions(client(), STUDY.runWorkflowId(0)).size() > 1;
    }
}
