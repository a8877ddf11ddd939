package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The product as a process of its own, so that it can be killed. */
public final class OnsetProcess {
    /** No study of a test takes as long, on a machine that others use too. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path output;

    private OnsetProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public static OnsetProcess start(Path data, Map<String, String> environment, String... arguments)
            throws IOException {
        Path output = Files.createTempFile("onset", ".out");
        output.toFile().deleteOnExit();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                // most of these live for seconds: the second compiler costs as much as all the rest, and decides no bit
                "-XX:TieredStopAtLevel=1",
                "dev.onset.infra.Onset"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .put("CLASSPATH", System.getProperty("java.class.path").replace(':', File.pathSeparatorChar));
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("OPENBLAS_NUM_THREADS", "1");
        builder.environment().putAll(environment);
        return new OnsetProcess(builder.start(), output);
    }

    /** Waits for the end. */
    public int exit() throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + PATIENCE.toSeconds() + " s:\n" + text());
        }
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** kill -9 of the process and everything it started. */
    public void killAll() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Ctrl-C. */
    public void interrupt() throws IOException, InterruptedException {
        signal("INT");
    }

    /** As a hypervisor would: it runs no further until {@link #wake}, and does not know. */
    void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    void wake() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    public String text() throws IOException {
        return Files.readString(output);
    }

    /** Runs a command to its end and expects success. */
    public static String succeed(Path data, String... arguments) throws IOException, InterruptedException {
        OnsetProcess process = start(data, Map.of(), arguments);
        assertThat(process.exit()).as("%s", process.text()).isZero();
        return process.text();
    }

    /** The report's figures. */
    public static JsonNode outcome(Path data, String study) throws IOException {
        return JSON.readTree(
                data.resolve("reports").resolve(study).resolve("outcome.json").toFile());
    }

    /** Every manifest and every stage result by path, with the time it was written. */
    public static Map<String, Long> durable(Path data) throws IOException {
        Map<String, Long> files = new TreeMap<>();
        Path store = data.resolve("store");
        if (!Files.isDirectory(store)) {
            return files;
        }
        try (Stream<Path> all = Files.walk(store)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = store.relativize(file).toString();
                if (path.contains("/log/") || path.contains("/observations/") || path.contains("stages/")) {
                    files.put(path, Files.getLastModifiedTime(file).toMillis());
                }
            }
        }
        return files;
    }
}
