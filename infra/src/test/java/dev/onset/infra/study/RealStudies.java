package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.infra.store.RealServers;
import dev.onset.infra.store.S3Address;
import dev.onset.infra.store.S3Config;
import dev.onset.infra.store.S3ObjectStore;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.workflows.Visibility;
import io.temporal.client.WorkflowExecutionMetadata;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

    final List<OnsetProcess> processes = new ArrayList<>();
    String store = "";
    Path data = Path.of("");
    TemporalServer temporal = null;

    @BeforeAll
    static void startServers() throws Exception {
        RealServers.require("temporal");
        RealServers.require("minio");
        script("up", "--temporal-port", port(), "--ui-port", port(), "--s3-port", port());
        for (String line : Files.readAllLines(folder.resolve("servers/env"))) {
            if (line.startsWith("export ")) {
                String[] setting = line.substring(7).split("=", 2);
                ENVIRONMENT.put(setting[0], setting[1].replace("'", ""));
            }
        }
        Path embedded = folder.resolve("embedded");
        OnsetProcess.succeed(embedded, with(small("run"), "--temporal", "embedded"));
        expected = OnsetProcess.outcome(embedded, STUDY).get("digest").asText();
    }

    @AfterAll
    static void stopServers() throws Exception {
        if (Files.isDirectory(folder.resolve("servers"))) {
            script("down");
        }
    }

    private static void script(String action, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("bash", "servers", action, folder.resolve("servers").toString()));
        command.addAll(List.of(options));
        Path log = folder.resolve("servers.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s", Files.readString(log)).isZero();
    }

    private static String port() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
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
        return start(
                data.resolveSibling(data.getFileName() + "-" + queues.replace(",", "-")), "worker", "--queues", queues);
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
        long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited 120 s until %s", what).isLessThan(deadline);
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
