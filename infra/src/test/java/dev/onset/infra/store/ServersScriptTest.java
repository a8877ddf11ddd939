package dev.onset.infra.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.SmallObjects;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code infra/servers}, the script that starts real servers. */
@Tag("e2e")
@DisabledOnOs(OS.WINDOWS)
final class ServersScriptTest {
    private static final Pattern EXPORT = Pattern.compile("export ([A-Z0-9_]+)='([^']*)'");

    @TempDir
    Path folder;

    private record Result(int code, String output) {}

    private static Result servers(String... arguments) throws IOException, InterruptedException {
        return servers(Map.of(), arguments);
    }

    private static Result servers(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Path.of("servers").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("servers", ".out");
        output.toFile().deleteOnExit();
        // a file and no pipe: the servers would hold a pipe open
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS))
                .as(Files.readString(output))
                .isTrue();
        return new Result(process.exitValue(), Files.readString(output));
    }

    private Map<String, String> settings() throws IOException {
        Map<String, String> settings = new HashMap<>();
        Matcher lines = EXPORT.matcher(Files.readString(folder.resolve("env")));
        while (lines.find()) {
            settings.put(lines.group(1), lines.group(2));
        }
        return settings;
    }

    private void kill(String name) throws IOException {
        long pid =
                Long.parseLong(Files.readString(folder.resolve(name + ".pid")).strip());
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static Result temporal(Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(RealServers.require("temporal").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--address", settings.get("TEMPORAL_ADDRESS")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(30, TimeUnit.SECONDS);
        return new Result(process.exitValue(), output);
    }

    private static String[] up(Path folder, String s3Port) throws IOException {
        return new String[] {
            "up",
            folder.toString(),
            "--temporal-port",
            "" + RealServers.freePort(),
            "--ui-port",
            "" + RealServers.freePort(),
            "--s3-port",
            s3Port
        };
    }

    @Test
    @Tag("servers")
    void serversKilledAndBroughtUpAgain_goOnWithTheSameDataAndSettings() throws Exception {
        RealServers.require("minio");
        RealServers.require("temporal");
        String[] up = up(folder, "" + RealServers.freePort());
        try {
            Result first = servers(up);
            assertThat(first.code()).as(first.output()).isZero();
            assertThat(first.output()).contains("Temporal UI  http://127.0.0.1:" + up[5]);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("env"))))
                    .isEqualTo("rw-------");
            Map<String, String> settings = settings();
            assertThat(settings).containsEntry("ONSET_STORE", "s3://onset/studies");
            assertThat(temporal(settings, "operator", "search-attribute", "list")
                            .output())
                    .contains("OnsetStudy", "OnsetStep", "OnsetFailure");
            try (ObjectStore store = S3ObjectStore.open(S3Address.parse("s3://onset/t"), S3Config.of(settings))) {
                store.create(new ObjectKey("kept"), ObjectStore.Content.of(new byte[] {7}));
            }
            Result start = temporal(
                    settings, "workflow", "start", "--type", "none", "--task-queue", "q", "--workflow-id", "kept");
            assertThat(start.code()).as(start.output()).isZero();

            String pids = Files.readString(folder.resolve("minio.pid"));
            assertThat(servers("up", folder.toString()).code())
                    .as("up again changes nothing")
                    .isZero();
            assertThat(Files.readString(folder.resolve("minio.pid"))).isEqualTo(pids);

            kill("minio");
            kill("temporal");
            Result again = servers("up", folder.toString());
            assertThat(again.code()).as(again.output()).isZero();
            assertThat(settings()).isEqualTo(settings);
            try (ObjectStore store = S3ObjectStore.open(S3Address.parse("s3://onset/t"), S3Config.of(settings))) {
                assertThat(SmallObjects.read(store, new ObjectKey("kept"), 10)).contains(new byte[] {7});
            }
            assertThat(temporal(settings, "workflow", "describe", "--workflow-id", "kept")
                            .code())
                    .isZero();

            Path other = Files.createDirectory(folder.resolve("other"));
            Result taken = servers(up(other, up[7]));
            assertThat(taken.code()).isEqualTo(3);
            assertThat(taken.output()).hasLineCount(1).contains(up[7], "in use", "--");
        } finally {
            Result down = servers("down", folder.toString());
            assertThat(down.code()).as(down.output()).isZero();
        }
        assertThat(servers("status", folder.toString()).output())
                .contains("temporal does not run", "minio does not run");
    }

    /** A store whose port is open before it answers: 503 is what MinIO says until its own folders are read. */
    @ParameterizedTest
    @CsvSource({"503;503;200, 0, 3", "503;409, 0, 2", "403, 3, 1"})
    void aStoreThatIsNotReadyYet_isAskedAgain_andARefusalIsNot(String answers, int code, int asked) throws Exception {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        // the store listens once its program is started, not before: the port must be free until then
        program(programs, "minio", "touch \"$(dirname \"$0\")/started\"\nwhile :; do sleep 0.2; done");
        program(programs, "temporal", "case $* in\n*start-dev*) while :; do sleep 0.2; done ;;\n*) echo ok ;;\nesac");
        int port = RealServers.freePort();
        Iterator<String> statuses = List.of(answers.split(";")).iterator();
        AtomicInteger requests = new AtomicInteger();
        HttpServer store = HttpServer.create();
        store.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(Integer.parseInt(statuses.next()), -1);
            exchange.close();
        });
        Thread starter = new Thread(() -> {
            try {
                while (!Files.exists(programs.resolve("started"))) {
                    Thread.sleep(20);
                }
                store.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
                store.start();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        starter.start();
        Path data = Files.createDirectory(folder.resolve("data"));
        try {
            Result up = servers(
                    Map.of("ONSET_SERVERS", programs.toString()),
                    "up",
                    data.toString(),
                    "--temporal-port",
                    "" + RealServers.freePort(),
                    "--ui-port",
                    "" + RealServers.freePort(),
                    "--s3-port",
                    "" + port);
            assertThat(up.code()).as(up.output()).isEqualTo(code);
            assertThat(requests).hasValue(asked);
            if (code != 0) {
                assertThat(up.output()).hasLineCount(1).contains("creating bucket onset failed with HTTP 403");
            }
        } finally {
            starter.join(10_000);
            servers("down", data.toString());
            store.stop(0);
        }
    }

    private static void program(Path folder, String name, String body) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "upp /tmp",
                "up",
                "up DIR --s3-port",
                "up DIR --s3-port 0",
                "up DIR --s3-port 99999",
                "up DIR --s3-port 9x",
                "up DIR --port 9000",
                "down DIR --s3-port 9000"
            })
    void badArguments_areOneLineAndStartNothing(String line) throws Exception {
        String[] arguments = line.isEmpty()
                ? new String[0]
                : line.replace("DIR", folder.toString()).split(" ");
        Result result = servers(arguments);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output()).hasLineCount(1).startsWith("servers: ").contains("usage:");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void directoryThatIsNotThere_isSaid() throws Exception {
        Result result = servers("down", folder.resolve("nowhere").toString());
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.output()).hasLineCount(1).contains("nowhere");
    }
}
