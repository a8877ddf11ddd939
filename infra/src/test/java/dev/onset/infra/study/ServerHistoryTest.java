package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import dev.onset.infra.store.RealServers;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.workflows.FakeStages;
import dev.onset.workflows.Queues;
import dev.onset.workflows.RunWorkflowImpl;
import dev.onset.workflows.StudyWorkflow;
import dev.onset.workflows.StudyWorkflowImpl;
import dev.onset.workflows.Visibility;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How much history long studies leave on a real server; their stages compute nothing. */
@Tag("replay")
@Tag("servers")
@Timeout(1_800)
class ServerHistoryTest {
    private static final int MOST_EVENTS = 10_240;
    private static final int LARGEST_PAYLOAD = 4 * 1024;

    @TempDir
    Path folder;

    private TemporalServer server;
    private Process process;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        Path program = RealServers.require("temporal");
        int port = RealServers.freePort();
        process = new ProcessBuilder(
                        program.toString(),
                        "server",
                        "start-dev",
                        "--headless",
                        "--port",
                        Integer.toString(port),
                        "--log-level",
                        "error")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("temporal.log").toFile())
                .start();
        server = connect("127.0.0.1:" + port);
        server.registerSearchAttributes(server.missingSearchAttributes());
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!server.missingSearchAttributes().isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(200);
        }
    }

    private static TemporalServer connect(String address) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                return TemporalServer.connect(TemporalServer.Settings.of(address), Map.of());
            } catch (dev.onset.contracts.OnsetException notYet) {
                assertThat(attempt).isLessThan(10);
                Thread.sleep(500);
            }
        }
    }

    @AfterEach
    void stop() {
        server.close();
        process.destroyForcibly();
    }

    @Test
    void twoHundredCheckpointsOfFortyEightSamples_stayFarBelowTheLimits() {
        // a shard of losses and four of twelve samples; twenty checkpoints a segment
        leaves(new FakeStages(1, 200, 5, 20), "checkpoints-200", 1);
    }

    @Test
    void aTrainingOfManySegments_continuesAsNewWhileItLasts() {
        String name = "segments-420";
        String run = new StudyRef(name, "0123456789abcdef", "x").runWorkflowId(0);
        leaves(new FakeStages(1, 420, 2, 1), name, 2, study -> {
            // a second execution hears its study as the first did
            while (executions(run) < 2) {
                Thread.sleep(200);
            }
            study.pause("the machine is wanted");
            while (!"paused".equals(attribute(run, Visibility.STATE))) {
                Thread.sleep(200);
            }
            study.resume();
            while (!"running".equals(attribute(run, Visibility.STATE))) {
                Thread.sleep(200);
            }
        });
    }

    @Test
    @Tag("heavy")
    void thirtyDaysOfTenMinuteSegments_continueAsNew_andStayBelowTheLimits() {
        leaves(new FakeStages(1, 4_320, 4, 1), "days-30", 15);
    }

    @Test
    void aGridOfManyRuns_continuesAsNewBetweenThem_andARunThatIsTerminatedHoldsUpNoOther() throws InterruptedException {
        FakeStages stages = new FakeStages(60, 1, 1, 1);
        stages.holdRuns.add(0);
        StudyRef study = new StudyRef("runs-60", "0123456789abcdef", "studies/runs-60/specs/x.json");
        WorkerFactory factory = serve(stages);
        try {
            StudyWorkflow workflow = start(study, 200);
            while (workflow.status().finishedRuns() == 0) {
                Thread.sleep(200);
            }
            server.client().newUntypedWorkflowStub(study.runWorkflowId(0)).terminate("by hand");
            while (workflow.status().finishedRuns() < 59) {
                Thread.sleep(200);
            }
            assertThat(workflow.status().waitingRuns()).isEqualTo(1);
            assertThat(attribute(study.workflowId(), Visibility.STATE)).isEqualTo("waiting-for-operator");
            stages.holdRuns.clear();
            workflow.retry("it was a mistake");
            StudyResult result = WorkflowStub.fromTyped(workflow).getResult(StudyResult.class);
            assertThat(result.tally().observationsComputed()).isEqualTo(60);
        } finally {
            factory.shutdownNow();
        }
        Sizes sizes = sizes(study.study());
        assertThat(sizes.executions)
                .as("of 60 runs, one of them twice, and of the study")
                .isGreaterThan(60 + 1 + 1);
        assertThat(sizes.events).isPositive().isLessThan(200 + 100);
        assertThat(sizes.payload).isPositive().isLessThan(2 * LARGEST_PAYLOAD);
    }

    /** Starts workers for every queue, with stages that compute nothing. */
    private WorkerFactory serve(FakeStages stages) {
        WorkerFactory factory = WorkerFactory.newInstance(server.client());
        for (String queue : List.of(Queues.WORKFLOWS, Queues.PLAN, Queues.TRAIN, Queues.OBSERVE, Queues.FIT)) {
            Worker worker = factory.newWorker(queue);
            if (queue.equals(Queues.WORKFLOWS)) {
                worker.registerWorkflowImplementationTypes(StudyWorkflowImpl.class, RunWorkflowImpl.class);
            } else {
                worker.registerActivitiesImplementations(stages);
            }
        }
        factory.start();
        return factory;
    }

    private StudyWorkflow start(StudyRef study, int mostEvents) {
        StudyWorkflow workflow = server.client()
                .newWorkflowStub(
                        StudyWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(Queues.WORKFLOWS)
                                .setWorkflowId(study.workflowId())
                                .setTypedSearchAttributes(Visibility.initial(study.study(), "two-phase", "none"))
                                .build());
        WorkflowClient.start(
                workflow::study,
                new StudyRequest(
                        study, true, 5_000, mostEvents, 0, "two-phase", "none", Optional.empty(), Optional.empty()));
        return workflow;
    }

    /** What an operator does while the study goes on. */
    private interface Meanwhile {
        void act(StudyWorkflow workflow) throws InterruptedException;
    }

    /** @param executions that the run must have been continued in, at least */
    private void leaves(FakeStages stages, String name, int executions) {
        leaves(stages, name, executions, workflow -> {});
    }

    private void leaves(FakeStages stages, String name, int executions, Meanwhile meanwhile) {
        stages.milestoneAt.set(30);
        WorkerFactory factory = serve(stages);
        long began = System.nanoTime();
        try {
            StudyRef study = new StudyRef(name, "0123456789abcdef", "studies/" + name + "/specs/x.json");
            StudyWorkflow workflow = start(study, 0);
            meanwhile.act(workflow);
            StudyResult result = WorkflowStub.fromTyped(workflow).getResult(StudyResult.class);
            assertThat(result.tally().checkpointsComputed()).isEqualTo(stages.checkpoints());
            assertThat(result.tally().observationsComputed()).isEqualTo(stages.checkpoints() * stages.shards());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            factory.shutdownNow();
        }
        Sizes sizes = sizes(name);
        System.out.printf(
                "%s: %d executions, longest history %d events, largest payload %d bytes, %d s%n",
                name,
                sizes.executions,
                sizes.events,
                sizes.payload,
                Duration.ofNanos(System.nanoTime() - began).toSeconds());
        // the study has heard of phase 2, whichever execution of the run read it
        assertThat(attribute(new StudyRef(name, "0123456789abcdef", "x").workflowId(), Visibility.PHASE))
                .isEqualTo("phase 2");
        assertThat(sizes.events).isPositive().isLessThan(MOST_EVENTS);
        assertThat(sizes.payload).isPositive().isLessThan(LARGEST_PAYLOAD);
        assertThat(sizes.executions).isGreaterThanOrEqualTo(1 + executions);
    }

    private long executions(String id) {
        try (Stream<WorkflowExecutionMetadata> all = server.client().listExecutions("WorkflowId = '" + id + "'")) {
            return all.count();
        }
    }

    private <T> @Nullable T attribute(String id, SearchAttributeKey<T> key) {
        return server.client()
                .newUntypedWorkflowStub(id)
                .describe()
                .getTypedSearchAttributes()
                .get(key);
    }

    private static final class Sizes {
        private int executions;
        private long events;
        private int payload;
    }

    private Sizes sizes(String name) {
        Sizes sizes = new Sizes();
        try (Stream<WorkflowExecutionMetadata> all = server.client().listExecutions("OnsetStudy = '" + name + "'")) {
            all.forEach(one -> {
                List<HistoryEvent> events = server.client()
                        .fetchHistory(
                                one.getExecution().getWorkflowId(),
                                one.getExecution().getRunId())
                        .getEvents();
                sizes.executions++;
                sizes.events = Math.max(sizes.events, events.size());
                events.forEach(event -> sizes.payload = Math.max(sizes.payload, largest(event)));
            });
        }
        return sizes;
    }

    /** The largest payload anywhere in an event. */
    static int largest(Message message) {
        if (message instanceof Payload payload) {
            return payload.getData().size();
        }
        int largest = 0;
        for (Object value : message.getAllFields().values()) {
            for (Object one : value instanceof List<?> list ? list : List.of(value)) {
                if (one instanceof Message part) {
                    largest = Math.max(largest, largest(part));
                }
            }
        }
        return largest;
    }
}
