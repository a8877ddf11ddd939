package dev.onset.infra.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The monitoring files under Prometheus' own tool, where it is installed; infra/monitoring/check --install builds it. */
@Tag("e2e")
final class PromtoolTest {
    private static final int ABSENT = 77;

    private record Checked(int code, String output) {}

    private static Checked check(Path folder, Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        folder.resolve("check").toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int code = process.waitFor();
        return new Checked(code, Files.readString(log));
    }

    @Test
    void rulesConfigurationAndDashboards_passPromtool(@TempDir Path temporary) throws Exception {
        Checked checked = check(Monitoring.FOLDER, temporary.resolve("log"));
        assumeTrue(checked.code() != ABSENT, "SKIPPED, no promtool here: infra/monitoring/check --install builds it");
        assertThat(checked.code()).as(checked.output()).isZero();
    }

    @Test
    void negativeControl_aRuleThatDoesNotFireIsCaught(@TempDir Path temporary) throws Exception {
        Path copy = temporary.resolve("monitoring");
        try (Stream<Path> files = Files.walk(Monitoring.FOLDER)) {
            for (Path file : files.toList()) {
                Path to = copy.resolve(Monitoring.FOLDER.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        Path rules = copy.resolve("alerts.yml");
        Files.writeString(
                rules,
                Files.readString(rules)
                        .replace("onset_training_idle_seconds > 600", "onset_training_idle_seconds > 6000"));
        Checked checked = check(copy, temporary.resolve("log"));
        assumeTrue(checked.code() != ABSENT, "SKIPPED, no promtool here: infra/monitoring/check --install builds it");
        assertThat(checked.code()).isNotZero();
        assertThat(checked.output()).contains("OnsetStalledStep");
    }
}
