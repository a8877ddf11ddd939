package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers serve studies whose evaluator they have never heard of, and leave none of it behind. */
@Tag("e2e")
@Tag("servers")
@Tag("server-studies")
final class ProcessEvaluatorOnServersTest {
    @Test
    void onServers_withAWorkerKilledWhileItObserves_itHasTheEmbeddedDigest(@TempDir Path folder) throws Exception {
        String study = EvaluatorStudies.small(folder, "well");
        Path embedded = folder.resolve("embedded");
        OnsetProcess.succeed(embedded, "run", study);
        try (StudyServers servers = StudyServers.start(folder)) {
            Map<String, String> doomed = new HashMap<>(servers.environment());
            doomed.put("ONSET_CRASH_AT", "during-observation:12");
            String[] worker = {"worker", "--store", "s3://onset/four"};
            OnsetProcess first = OnsetProcess.start(folder.resolve("first"), doomed, worker);
            Path data = folder.resolve("client");
            OnsetProcess client =
                    OnsetProcess.start(data, servers.environment(), "run", study, "--store", "s3://onset/four");
            assertThat(first.exit()).as("%s", first.text()).isEqualTo(137);
            OnsetProcess second = OnsetProcess.start(folder.resolve("second"), servers.environment(), worker);
            try {
                assertThat(client.exit()).as("%s", client.text()).isZero();
            } finally {
                second.terminate();
                assertThat(second.exit()).as("%s", second.text()).isZero();
            }
            assertThat(OnsetProcess.outcome(data, "four").get("digest"))
                    .isEqualTo(OnsetProcess.outcome(embedded, "four").get("digest"));
        }
        RealStudies.eventually(
                "no evaluator outlives its worker",
                () -> ProcessHandle.allProcesses()
                        .noneMatch(handle ->
                                handle.info().commandLine().orElse("").contains("LinearEvaluator.java well")));
    }
}
