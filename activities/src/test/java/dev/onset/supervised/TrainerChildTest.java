package dev.onset.supervised;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.trainer.TensorSources;
import dev.onset.trainer.TrainerSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a training sees of a worker's environment is what it needs. */
@Tag("unit")
final class TrainerChildTest {
    private static final Map<String, String> OWN = Map.of(
            "PATH", "/bin",
            "OMP_NUM_THREADS", "2",
            "AWS_SECRET_ACCESS_KEY", "of-the-store",
            "LAB_TOKEN", "of-the-lab",
            "SHORT_KEY", "abc",
            "EDITOR", "vi");

    private static TrainerSpec.Process spec(String... passed) {
        return new TrainerSpec.Process(
                List.of("python3", "train.py"),
                List.of("train.py"),
                new TreeMap<>(Map.of("LEARNING_RATE", "0.1")),
                List.of(passed),
                TensorSources.named(""),
                "",
                0,
                true,
                60,
                0,
                60);
    }

    @Test
    void aProcessSeesWhatItNeedsAndWhatTheStudyNames_andNoKeys() {
        assertThat(TrainerChild.environment(spec(), OWN).variables())
                .containsOnlyKeys("PATH", "OMP_NUM_THREADS", "PYTHONUNBUFFERED", "LEARNING_RATE");
        assertThat(TrainerChild.environment(spec("LAB_TOKEN"), OWN).variables())
                .containsEntry("LAB_TOKEN", "of-the-lab")
                .doesNotContainKey("AWS_SECRET_ACCESS_KEY");
    }
}
