package dev.onset.studyfile;

import static dev.onset.studyfile.StudyTexts.SHORT;
import static dev.onset.studyfile.StudyTexts.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file instantiates anything, grows without bound, or is half read. */
@Tag("unit")
final class YamlSafetyTest {
    @Test
    void yamlThatCouldInstantiateOrGrow_isRefused() {
        assertRefused(SHORT + "description: !!javax.script.ScriptEngineManager [x]\n", "uses a YAML tag");
        assertRefused("!!java.util.HashMap\n" + SHORT, "uses a YAML tag");
        assertRefused(SHORT + "network: {layers: [!dense {units: 5}]}\n", "uses a YAML tag");
        assertRefused(SHORT + "description: !!str abc\n", "uses a YAML tag");
        assertRefused(SHORT + "seed: &a 1\n", "uses a YAML anchor");
        assertRefused(SHORT + "controls: &a [linear]\n", "uses a YAML anchor");
        assertRefused("study: &a tiny\nkind: two-phase\ndescription: *a\n", "uses a YAML");
        assertRefused(SHORT + "description: *a\n", "YAML");
        assertRefused(SHORT + "---\nstudy: second\n", "begins a second document");
        assertRefused(SHORT + "study: twice\n", "a second time");
        assertRefused(SHORT + "training: {steps: 5, steps: 6}\n", "a second time");
        assertRefused(SHORT + "description: " + "[".repeat(5_000) + "]".repeat(5_000) + "\n", "s.yaml: ");
        assertRefused(SHORT + "description: " + "{a: ".repeat(500) + "1" + "}".repeat(500) + "\n", "s.yaml: ");
        assertRefused(SHORT + "description: \"\u0000\"\n", "s.yaml: ");
        assertRefused(SHORT + "  bad indent: [\n", "s.yaml: is not YAML: line");
        assertRefused("", "s.yaml: holds no study");
        assertRefused("# only a comment\n", "s.yaml: holds no study");
    }

    @Test
    void fileOfTenMegabytes_isRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("big.yaml");
        Files.writeString(file, SHORT + "# " + "x".repeat(10 << 20));
        assertThatThrownBy(() -> StudyFile.load(file.toString(), Overrides.none()))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("big.yaml: has 1048")
                .hasMessageContaining("1 MiB");
        Files.writeString(file, SHORT + "# " + "x".repeat(1_000_000));
        assertThat(StudyFile.load(file.toString(), Overrides.none()).directory())
                .isEqualTo(folder);
    }

    @Test
    void unreadableFiles_areRefused(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> StudyFile.load(folder.resolve("none.yaml").toString(), Overrides.none()))
                .hasMessageContaining("none.yaml: does not exist");
        assertThatThrownBy(() -> StudyFile.load(folder + "/", Overrides.none())).hasMessageContaining("is a folder");
        Files.write(folder.resolve("latin.yaml"), "study: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> StudyFile.load(folder.resolve("latin.yaml").toString(), Overrides.none()))
                .hasMessageContaining("is not UTF-8");
        assertThatThrownBy(() -> StudyFile.load("digit", Overrides.none()))
                .hasMessageContaining("did you mean 'digits'?");
    }
}
