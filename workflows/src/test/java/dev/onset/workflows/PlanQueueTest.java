package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Planning waits for no fit. */
final class PlanQueueTest extends StudyTestCase {
    @Test
    void whileAFitGoesOnForLong_anotherStudyIsPlannedAndRun() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.holdFit.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().stage().equals("fit"));
        StudyRef other = new StudyRef("other", "fedcba9876543210", "studies/other/specs/x.json");
        Instant began = Instant.now();
        StudyWorkflow second = start(new StudyRequest(other, true, 100, "two-phase", "digits", Optional.empty()));
        eventually(() -> second.status().stage().equals("fit"));
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(10));
        stages.holdFit.set(false);
        result(study);
        result(second);
    }
}
