package dev.onset.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import dev.onset.trainer.TensorSources;
import dev.onset.trainer.TrainerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a training lie as they lie around the study file, and nowhere else. */
@Tag("unit")
final class PlacesTest {
    private static TrainerSpec.Process spec(String... files) {
        return new TrainerSpec.Process(
                List.of("train"),
                List.of(files),
                new TreeMap<>(),
                List.of(),
                TensorSources.named(""),
                "",
                0,
                true,
                60,
                0,
                60);
    }

    @Test
    void whatLiesBelowTheStudyFile_liesThere_andAllElseBesideItUnderItsName() {
        assertThat(Places.scripts(
                                spec("train.py", "./lib/net.py", "../onset.py", "/etc/lab.json", "s3://bucket/a/b.txt"))
                        .values())
                .containsExactly("train.py", "lib/net.py", "onset.py", "lab.json", "b.txt");
        assertThat(Places.of(Map.of("data", "bundled:digits"))).containsEntry("data", "digits.csv.gz");
    }

    @Test
    void twoFilesAtOnePlace_areRefused() {
        assertThatThrownBy(() -> Places.all(spec("a/onset.py", "../onset.py", "../b/onset.py"), Map.of()))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("../b/onset.py")
                .hasMessageContaining("would lie at onset.py");
        assertThat(Places.all(spec("train.py"), Map.of("data", "train.csv"))).hasSize(2);
    }

    @Test
    void aState_isHandedBackAsItWas_andWritesNothingOutsideItsFolder(@TempDir Path folder) throws Exception {
        Path state = Files.createDirectories(folder.resolve("state/deep"));
        Files.writeString(state.resolve("Weights (1).pt"), "w");
        Files.writeString(folder.resolve("state/a"), "a");
        Path parts = Files.createDirectory(folder.resolve("parts"));
        Map<String, Path> written = StateParts.write(7, true, folder.resolve("state"), parts);
        assertThat(written.keySet()).containsExactly("process.json", "state-00000", "state-00001");
        for (Map.Entry<String, Path> part : written.entrySet()) {
            if (!part.getValue().startsWith(parts)) {
                Files.copy(part.getValue(), parts.resolve(part.getKey()));
            }
        }
        Path back = folder.resolve("back");
        String document = Files.readString(parts.resolve("process.json"));
        assertThat(StateParts.read(parts, back)).isEqualTo(new StateParts.Restored(7, true, true));
        try (var all = Files.walk(back)) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(file -> back.relativize(file).toString())
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder("a", "deep/Weights (1).pt");
        }
        Files.writeString(parts.resolve("process.json"), document.replace("\"a\"", "\"../a\""));
        assertThatThrownBy(() -> StateParts.read(parts, folder.resolve("other")))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("../a");
    }
}
