package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second phase as an event while training goes on, and what a study may ask for then. */
@Tag("e2e")
@Tag("heavy")
class LivePhaseTest {
    /** Step 448 shows it at about t* = 328; three times that is passed at step 1,172 of the schedule. */
    private static final String[] STOPPING = {"run", "digits", "--set", "live.stopAfter=3"};

    @Test
    void aStudyThatStopsAfterATurn_endsAtTheSameStep_howeverItsCheckpointsArrive(@TempDir Path folder) {
        Path first = folder.resolve("first");
        InProcess fresh = InProcess.run(first, STOPPING);
        assertThat(fresh.code()).as(fresh.err()).isZero();
        assertThat(fresh.err()).contains("is in phase 2", "was revised and goes on as");

        // everything is there already: all checkpoints arrive at once
        InProcess again = InProcess.run(first, STOPPING);
        assertThat(line(again.out(), "digest")).isEqualTo(line(fresh.out(), "digest"));
        assertThat(again.out()).contains("checkpoints 0 computed", "fit reused");

        // the whole study goes on from what the short one committed
        InProcess whole = InProcess.run(first, "run", "digits");
        assertThat(line(whole.out(), "digest")).isNotEqualTo(line(fresh.out(), "digest"));
    }

    private static String line(String text, String name) {
        return text.lines()
                .filter(line -> line.strip().startsWith(name))
                .findFirst()
                .orElseThrow()
                .strip();
    }
}
