package dev.onset.threesteps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.infra.study.OnsetProcess;
import dev.onset.infra.study.StudyServers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same on real servers, with a worker that dies on the way. */
@Tag("e2e")
@Tag("servers")
@Tag("server-studies")
class ThreeStepsOnServersTest {
    @Test
    void onServers_withAWorkerKilledOnTheWay_itHasTheEmbeddedDigest(@TempDir Path folder) throws Exception {
        Path embedded = folder.resolve("embedded");
        OnsetProcess.succeed(embedded, "run", ThreeStepsTest.STUDY);
        try (StudyServers servers = StudyServers.start(folder)) {
            Map<String, String> doomed = new HashMap<>(servers.environment());
            doomed.put("ONSET_CRASH_AT", "before-manifest:3");
            String[] worker = {"worker", "--store", "s3://onset/steps"};
            OnsetProcess first = OnsetProcess.start(folder.resolve("first"), doomed, worker);
            Path data = folder.resolve("client");
            OnsetProcess client = OnsetProcess.start(
                    data, servers.environment(), "run", ThreeStepsTest.STUDY, "--store", "s3://onset/steps");
            assertThat(first.exit()).as("%s", first.text()).isEqualTo(137);
            OnsetProcess second = OnsetProcess.start(folder.resolve("second"), servers.environment(), worker);
            try {
                assertThat(client.exit()).as("%s", client.text()).isZero();
            } finally {
                second.killAll();
            }
            assertThat(OnsetProcess.outcome(data, ThreeStepsTest.STUDY).get("digest"))
                    .isEqualTo(
                            OnsetProcess.outcome(embedded, ThreeStepsTest.STUDY).get("digest"));
        }
    }
}
