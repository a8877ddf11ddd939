package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A --metrics that cannot be is bad input: one line, exit code 2, nothing written. */
@Tag("e2e")
final class MetricsOptionTest {
    @TempDir
    private Path folder;

    private void assertRefused(String named, String... arguments) {
        Path data = folder.resolve("data");
        InProcess refused = InProcess.small(data, "run", arguments);
        assertThat(refused.code()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(refused.err()).contains(named);
        assertThat(data).doesNotExist();
    }

    @Test
    void addressThatIsNone_isRefused() {
        assertRefused("[HOST:]PORT", "--metrics", "here");
    }

    @Test
    void portThatIsTaken_isRefusedBeforeAnythingIsWritten() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertRefused("127.0.0.1:" + taken.getLocalPort(), "--metrics", String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void studyThatRunsElsewhere_isToldWhereMetricsAre() {
        assertRefused("onset worker", "--metrics", "0", "--temporal", "127.0.0.1:1");
    }
}
