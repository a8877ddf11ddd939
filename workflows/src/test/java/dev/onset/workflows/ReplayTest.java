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
import io.temporal.testing.WorkflowReplayer;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workflows that run while their code is replaced must replay: the histories of every path, as {@link StudyWorkflowTest}
 * recorded them with the last release, lead this code to the same commands. A change that cannot keep them needs a version.
 */
class ReplayTest {
    private static final Path HISTORIES = Path.of("src/test/resources/histories");

    static Stream<Path> histories() throws IOException {
        return Files.list(HISTORIES).sorted();
    }

    private static WorkflowExecutionHistory read(Path file) throws IOException {
        return WorkflowExecutionHistory.fromJson(Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("histories")
    void everyRecordedPathReplays(Path file) throws Exception {
        WorkflowReplayer.replayWorkflowExecution(read(file), StudyWorkflowImpl.class, RunWorkflowImpl.class);
    }

    @Test
    void everyPathIsRecorded() throws IOException {
        List<String> names =
                histories().map(file -> file.getFileName().toString()).toList();
        assertThat(names)
                .anyMatch(name -> name.startsWith("everyShard"))
                .anyMatch(name -> name.startsWith("aStageThatFailsForGoodParks"))
                .anyMatch(name -> name.startsWith("aStageThatFailsForGoodFails"))
                .anyMatch(name -> name.startsWith("pauseAsks") && name.endsWith("-run0.json"))
                .anyMatch(name -> name.startsWith("theStudysPause"))
                .anyMatch(name -> name.startsWith("checkpointNow") && name.endsWith("-run0.json"))
                .anyMatch(name -> name.startsWith("rerunFromFit"))
                .anyMatch(name -> name.startsWith("aFinishedStudyRunAgain"))
                .anyMatch(name -> name.startsWith("extendTo"))
                .anyMatch(name -> name.startsWith("thePhase") && name.endsWith("-run0.json"))
                .anyMatch(name -> name.startsWith("phaseTwo_ends"))
                .anyMatch(name -> name.startsWith("phaseTwo_extends"))
                .anyMatch(name -> name.startsWith("cancel_endsAPaused") && name.endsWith("-run0.json"))
                .anyMatch(name -> name.startsWith("cancel_endsAParked") && name.endsWith("-run0.json"))
                .anyMatch(name -> name.startsWith("aRunThatContinues") && name.endsWith("-before.json"))
                .anyMatch(name -> name.startsWith("aRunThatContinues") && name.endsWith("-run0.json"))
                .anyMatch(name -> name.startsWith("whatWaits") && name.endsWith("-before.json"))
                .anyMatch(name -> name.startsWith("aParkedRunParks") && name.endsWith("-run0.json"));
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
        public void runWaits(int index, String code, String error) {
            original.runWaits(index, code, error);
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
        WorkflowExecutionHistory history = read(histories()
                .filter(file -> file.getFileName()
                        .toString()
                        .equals("everyShardOfEveryCheckpointIsObservedOnce_thenFitThenReport.json"))
                .findFirst()
                .orElseThrow());
        assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(history, ChangedStudy.class))
                .hasStackTraceContaining("NonDeterministic");
    }
}
