package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.infra.store.RealServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Temporal server and a real S3 server, started by the script that developers use, for as long as tests run on them. */
public final class StudyServers implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    private StudyServers(Path folder) {
        this.folder = folder;
    }

    /** Starts them on ports that are free. */
    public static StudyServers start(Path folder) throws IOException, InterruptedException {
        RealServers.require("temporal");
        RealServers.require("minio");
        StudyServers servers = new StudyServers(folder);
        try {
            servers.script("up", "--temporal-port", port(), "--ui-port", port(), "--s3-port", port());
        } catch (AssertionError e) {
            servers.close(); // the one that did start
            throw e;
        }
        for (String line : Files.readAllLines(folder.resolve("servers/env"))) {
            if (line.startsWith("export ")) {
                String[] setting = line.substring(7).split("=", 2);
                servers.environment.put(setting[0], setting[1].replace("'", ""));
            }
        }
        return servers;
    }

    /** What a process needs to reach them. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Stops both; what they hold stays. */
    public void down() throws IOException, InterruptedException {
        script("down");
    }

    /** Starts them again where they were. */
    public void up() throws IOException, InterruptedException {
        script("up");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (Files.isDirectory(folder.resolve("servers"))) {
            script("down");
        }
    }

    private void script(String action, String... options) throws IOException, InterruptedException {
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

    private static String port() {
        return Integer.toString(RealServers.freePort());
    }
}
