package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.infra.study.StudyService.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which queues a worker polls for what it is asked to do. */
@Tag("unit")
final class WorkerQueuesTest {
    private static Set<String> polled(Optional<Integer> gpu, String... queues) {
        return new WorkerProcess.Settings(
                        new Place(Path.of("data"), Optional.empty(), Optional.empty()),
                        Set.of(queues),
                        1,
                        gpu,
                        Duration.ofSeconds(1),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .polled();
    }

    @Test
    void whoFits_plansAsWell_soThatNoStudyWaitsForAPlanInAFleetThatKnowsNoSuchQueue() {
        assertThat(polled(Optional.empty(), "fit", "train")).containsExactlyInAnyOrder("fit", "plan", "train");
        assertThat(polled(Optional.empty(), "plan")).containsExactly("plan");
        assertThat(polled(Optional.empty(), "observe")).containsExactly("observe");
    }

    @Test
    void whoObservesOnAGpu_takesNoneOfTheOthersWork() {
        assertThat(polled(Optional.of(0), "observe", "fit")).containsExactlyInAnyOrder("observe-gpu", "fit", "plan");
    }
}
