package dev.onset.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process writes is kept within bounds and without secrets. */
@Tag("unit")
final class ProcessLogTest {
    private static final Map<String, String> OWN = Map.of(
            "PATH", "/bin",
            "OMP_NUM_THREADS", "2",
            "AWS_SECRET_ACCESS_KEY", "of-the-store",
            "LAB_TOKEN", "of-the-lab",
            "SHORT_KEY", "abc",
            "EDITOR", "vi");

    @TempDir
    Path folder = Path.of("");

    private void follow(ProcessLog log, String text) throws InterruptedException {
        log.follow(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .join();
    }

    @Test
    void valuesOfWhatLooksSecret_areMasked_whetherHandedOnOrNot() throws Exception {
        ChildEnvironment environment = ChildEnvironment.of(OWN, List.of("LAB_TOKEN"), Map.of());
        ProcessLog log = new ProcessLog(folder.resolve("log"), 1_000, environment::masked);
        follow(log, "token of-the-lab, store of-the-store, abc vi\n");
        assertThat(Files.readString(folder.resolve("log"))).isEqualTo("token ***, store ***, abc vi\n");
        assertThat(log.lastLines()).contains("token ***, store ***");
    }

    @Test
    void aSecretThatALineIsCutIn_isHiddenAllTheSame() throws Exception {
        ChildEnvironment environment = ChildEnvironment.of(OWN, List.of(), Map.of());
        for (int start : new int[] {395, 1_995}) {
            ProcessLog log = new ProcessLog(folder.resolve("log"), 100_000, environment::masked);
            follow(log, "x".repeat(start) + "of-the-store and more\n");
            assertThat(Files.readString(folder.resolve("log"))).doesNotContain("of-th");
            assertThat(log.lastLines()).doesNotContain("of-th");
        }
    }

    @Test
    void aLogThatIsFull_makesPlace_andNoMoreThanTwoFilesAreKept() throws Exception {
        ProcessLog log = new ProcessLog(folder.resolve("log"), 1_000, line -> line);
        StringBuilder text = new StringBuilder();
        IntStream.range(0, 1_000).forEach(i -> text.append("line ").append(i).append('\n'));
        follow(log, text.toString());
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("log", "log.1");
        assertThat(Files.size(folder.resolve("log"))).isLessThan(1_100);
        assertThat(Files.size(folder.resolve("log.1"))).isBetween(1_000L, 1_100L);
        assertThat(log.lastLines()).endsWith("line 998 | line 999").doesNotContain("line 900");
    }

    @Test
    void progressBarsAndEndlessLines_areLinesLikeOthers() throws Exception {
        ProcessLog log = new ProcessLog(folder.resolve("log"), 1 << 20, line -> line);
        follow(log, "1 %\r2 %\r\n" + "x".repeat(10_000) + "\nlast without end");
        List<String> lines = Files.readAllLines(folder.resolve("log"));
        assertThat(lines).hasSize(4).startsWith("1 %", "2 %").endsWith("last without end");
        assertThat(lines.get(2)).hasSize(2_000);
    }
}
