package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.StudyStatus;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What fails for a reason of its worker's own is tried on others. */
final class OtherWorkersTest extends StudyTestCase {
    private static boolean again(OtherWorkers others, ApplicationFailure failure) {
        return others.mayTry(Optional.of(failure));
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void onlyAWorkersOwnFailure_isTriedElsewhere(ErrorCode code) {
        ApplicationFailure failure = ApplicationFailure.newNonRetryableFailure("x", code.name());
        assertThat(again(new OtherWorkers(), failure)).isEqualTo(code.ofWorker());
        assertThat(code.ofWorker() && code.retryable())
                .as("retried by the server, it would come back to the same worker")
                .isFalse();
    }

    @Test
    void triesAreBounded_butWhatAWorkerDeclinesIsNone() {
        OtherWorkers others = new OtherWorkers();
        ApplicationFailure failure = ApplicationFailure.newNonRetryableFailure("x", ErrorCode.OUT_OF_MEMORY.name());
        for (int i = 0; i < 100; i++) {
            assertThat(again(others, Declined.because(ErrorCode.DISK_FULL, "left")))
                    .isTrue();
            assertThat(others.pause()).isEqualTo(Duration.ofSeconds(1));
        }
        for (int i = 1; i < OtherWorkers.MOST; i++) {
            assertThat(again(others, failure)).isTrue();
        }
        assertThat(others.pause()).isEqualTo(Duration.ofMinutes(1));
        assertThat(again(others, failure)).isFalse();
    }

    @Test
    @Recorded
    void oneWorkersFullDiskAndAnothersCredentials_parkNothing() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 3, 1, 3);
        stages.failObserve.add("DISK_FULL");
        stages.failObserve.add("STORE_REFUSED");
        stages.failFit.add("OUT_OF_MEMORY");
        StudyWorkflow study = start(stages, true);
        eventually(() -> !study.status().lastError().isEmpty());
        StudyStatus tried = study.status();
        assertThat(tried.state()).isEqualTo("running");
        assertThat(tried.lastError()).contains("tried on other workers", "Next: ");
        result(study);
        assertThat(study.status().lastError()).isEmpty();
        assertThat(stages.log).contains("report");
    }

    @Test
    void withNobodyElseToTryIt_theEmbeddedStackFailsAtOnce() {
        FakeStages stages = new FakeStages(1, 3, 1, 3);
        stages.failObserve.add("DISK_FULL");
        StudyWorkflow study = start(stages, false);
        assertThatThrownBy(() -> result(study))
                .isInstanceOf(WorkflowFailedException.class)
                .hasStackTraceContaining("DISK_FULL");
    }
}
