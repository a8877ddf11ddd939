package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.Reading;
import dev.onset.contracts.ReasonPage;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import dev.onset.contracts.StudyStatus;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workflows that run while their code is replaced must replay: the histories of every path, as the tests with
 * {@link Recorded} situations left them, lead this code to the same commands. A change that cannot keep them needs a version.
 */
@Tag("replay")
class ReplayTest {
    private static final List<Class<? extends StudyTestCase>> RECORDED = List.of(
            StudyOrderTest.class,
            ParkingTest.class,
            OtherWorkersTest.class,
            RunPoolTest.class,
            OrdersTest.class,
            RerunTest.class,
            MilestoneTest.class,
            MissingWorkerTest.class,
            CancelTest.class,
            ChainTest.class,
            ContinueAsNewTest.class);

    private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();

    @AfterEach
    void close() {
        environment.close();
    }

    /** A busy machine needs a while to load classes: that is no deadlock. */
    private Worker worker(Class<?>... workflows) {
        Worker worker = environment.newWorker(
                Queues.WORKFLOWS,
                WorkerOptions.newBuilder()
                        .setDefaultDeadlockDetectionTimeout(StudyTestCase.NO_DEADLOCK_MILLIS)
                        .build());
        worker.registerWorkflowImplementationTypes(workflows);
        return worker;
    }

    private static Set<String> stored() throws IOException {
        try (Stream<Path> files = Files.list(Histories.FOLDER)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    static Stream<Path> histories() throws IOException {
        return stored().stream().map(Histories.FOLDER::resolve);
    }

    @ParameterizedTest
    @MethodSource("histories")
    void everyRecordedSituationReplays(Path file) throws Exception {
        List<WorkflowExecutionHistory> histories = Histories.read(file);
        assertThat(histories).isNotEmpty();
        Worker current = worker(StudyWorkflowImpl.class, RunWorkflowImpl.class);
        for (WorkflowExecutionHistory history : histories) {
            WorkflowReplayer.replayWorkflowExecution(history, current);
        }
    }

    @Test
    void everySituationIsRecorded_andNoOther() throws IOException {
        Set<String> situations = new TreeSet<>();
        for (Class<?> test : RECORDED) {
            for (Method method : test.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Recorded.class)) {
                    situations.add(Histories.file(Path.of(""), method.getName()).toString());
                }
            }
        }
        assertThat(stored()).isEqualTo(situations);
    }

    /** A test with recorded situations that is not in the list above would be missed by it. */
    @Test
    void everyTestWithSituationsIsKnown() throws IOException {
        try (Stream<Path> sources = Files.list(Path.of("src/test/java/dev/onset/workflows"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                String name = source.getFileName().toString().replace(".java", "");
                if (Files.readString(source).contains("    @Recorded\n")) {
                    assertThat(RECORDED).extracting(Class::getSimpleName).contains(name);
                }
            }
        }
    }

    /** A workflow that waits before it plans: one command more than was recorded. */
    public static final class ChangedStudy implements StudyWorkflow {
        private final StudyWorkflowImpl original;

        @WorkflowInit
        public ChangedStudy(StudyRequest request) {
            original = new StudyWorkflowImpl(request);
        }

        @Override
        public StudyResult study(StudyRequest request) {
            Workflow.sleep(Duration.ofSeconds(1));
            return original.study(request);
        }

        @Override
        public void runRead(int index, Reading reading) {}

        @Override
        public void runElsewhere(int index, String error) {
            original.runElsewhere(index, error);
        }

        @Override
        public void runWaits(int index, String code, String error, boolean stuck) {
            original.runWaits(index, code, error, stuck);
        }

        @Override
        public StudyStatus status() {
            return original.status();
        }

        @Override
        public StudyPlan plan() {
            return original.plan();
        }

        @Override
        public List<String> why() {
            return original.why();
        }

        @Override
        public ReasonPage whyFrom(int line) {
            return original.whyFrom(line);
        }

        @Override
        public void retry(String reason) {
            original.retry(reason);
        }

        @Override
        public void validateRetry(String reason) {
            original.validateRetry(reason);
        }

        @Override
        public void pause(String reason) {
            original.pause(reason);
        }

        @Override
        public void validatePause(String reason) {
            original.validatePause(reason);
        }

        @Override
        public void resume() {
            original.resume();
        }

        @Override
        public void validateResume() {
            original.validateResume();
        }

        @Override
        public void rerunFrom(String stage, String reason) {
            original.rerunFrom(stage, reason);
        }

        @Override
        public void validateRerunFrom(String stage, String reason) {
            original.validateRerunFrom(stage, reason);
        }

        @Override
        public String extendTo(long steps, String reason) {
            return original.extendTo(steps, reason);
        }

        @Override
        public void validateExtendTo(long steps, String reason) {
            original.validateExtendTo(steps, reason);
        }

        @Override
        public String repin(String stage, String reason) {
            return original.repin(stage, reason);
        }

        @Override
        public void validateRepin(String stage, String reason) {
            original.validateRepin(stage, reason);
        }

        @Override
        public void checkpointNow(String reason) {
            original.checkpointNow(reason);
        }

        @Override
        public void validateCheckpointNow(String reason) {
            original.validateCheckpointNow(reason);
        }
    }

    @Test
    void negativeControl_anIncompatibleChangeIsNoticed() throws IOException {
        WorkflowExecutionHistory study = Histories.read(
                        Histories.file(Histories.FOLDER, "everyShardOfEveryCheckpointIsObservedOnce_thenFitThenReport"))
                .get(0);
        Worker changed = worker(ChangedStudy.class);
        assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(study, changed))
                .hasStackTraceContaining("NonDeterministic");
    }
}
