package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.infra.store.S3Address;
import dev.onset.infra.store.S3Config;
import dev.onset.infra.store.S3ObjectStore;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.workflows.Visibility;
import io.temporal.client.WorkflowExecutionMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A real Temporal server and a real S3 server, with workers as processes of their own, as operators run them. */
abstract class RealStudies {
    static final String STUDY = "digits-quick";
    static final ObjectMapper JSON = new ObjectMapper();
    static final int MOST_EVENTS = 10_240;

    @TempDir
    static Path folder;

    static final Map<String, String> ENVIRONMENT = new HashMap<>();
    static String expected = "";
    static StudyServers servers = null;

    final List<OnsetProcess> processes = new ArrayList<>();
    String store = "";
    Path data = Path.of("");
    TemporalServer temporal = null;

    @BeforeAll
    static void startServers() throws Exception {
        servers = StudyServers.start(folder);
        ENVIRONMENT.putAll(servers.environment());
        Path embedded = folder.resolve("embedded");
        OnsetProcess.succeed(embedded, with(small("run"), "--temporal", "embedded"));
        expected = OnsetProcess.outcome(embedded, STUDY).get("digest").asText();
    }

    @AfterAll
    static void stopServers() throws Exception {
        if (servers != null) {
            servers.close();
        }
    }

    @BeforeEach
    void connect(TestInfo test) {
        String name = "t" + Integer.toHexString(test.getDisplayName().hashCode());
        store = "s3://onset/" + name;
        data = folder.resolve(name);
        temporal = TemporalServer.connect(TemporalServer.Settings.of(""), ENVIRONMENT);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (OnsetProcess process : processes) {
            process.killAll();
        }
        // a study that a test leaves open would hold its name
        new StudyControl(temporal)
                .open(STUDY)
                .forEach(open -> temporal.client()
                        .newUntypedWorkflowStub(open.getExecution().getWorkflowId())
                        .terminate("the test is over"));
        temporal.close();
    }

    static String[] small(String verb) {
        return Stream.concat(Stream.of(verb, STUDY), InProcess.SMALL.stream()).toArray(String[]::new);
    }

    static String[] with(String[] first, String... further) {
        return Stream.concat(Stream.of(first), Stream.of(further)).toArray(String[]::new);
    }

    OnsetProcess start(Path where, String... arguments) throws IOException {
        OnsetProcess process = OnsetProcess.start(where, ENVIRONMENT, with(arguments, "--store", store));
        processes.add(process);
        return process;
    }

    OnsetProcess worker(String queues) throws IOException {
        return worker(queues, Map.of());
    }

    OnsetProcess worker(String queues, Map<String, String> further) throws IOException {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(further);
        Path own = data.resolveSibling(data.getFileName() + "-" + queues.replace(",", "-") + processes.size());
        OnsetProcess process = OnsetProcess.start(own, environment, "worker", "--queues", queues, "--store", store);
        processes.add(process);
        return process;
    }

    String succeed(String... arguments) throws IOException, InterruptedException {
        OnsetProcess process = start(data, arguments);
        assertThat(process.exit()).as("%s", process.text()).isZero();
        return process.text();
    }

    String digest() throws IOException {
        return OnsetProcess.outcome(data, STUDY).get("digest").asText();
    }

    /** A study of some length, so that it can be caught in the middle. */
    static String[] longer() {
        return with(small("run"), "--set", "training.steps=6000", "--set", "training.segmentSeconds=5");
    }

    static void eventually(String what, Condition condition) throws Exception {
        eventually(what, Duration.ofMinutes(2), condition);
    }

    static void eventually(String what, Duration patience, Condition condition) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime())
                    .as("waited %d s until %s", patience.toSeconds(), what)
                    .isLessThan(deadline);
            Thread.sleep(300);
        }
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    Optional<WorkflowExecutionMetadata> running() {
        return new StudyControl(temporal).running(StudyTarget.of(STUDY));
    }

    boolean stateIs(String state) {
        return running()
                .map(found -> state.equals(found.getTypedSearchAttributes().get(Visibility.STATE)))
                .orElse(false);
    }

    /** Checkpoints in the store. */
    long committed() {
        try (ObjectStore objects = open()) {
            return objects.list(new ObjectKey("runs")).stream()
                    .filter(key -> key.value().contains("/log/"))
                    .count();
        }
    }

    ObjectStore open() {
        return S3ObjectStore.open(S3Address.parse(store), S3Config.of(ENVIRONMENT));
    }
}
