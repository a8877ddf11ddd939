package dev.onset.infra.store;

import dev.onset.checkpoint.CommitListener;
import dev.onset.checkpoint.CommitLog;
import dev.onset.checkpoint.ResumeLog;
import dev.onset.store.BlobStore;
import dev.onset.store.CrashPoints;
import dev.onset.store.Digest;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A worker in a process of its own, which can be killed. */
final class StoreProcess implements AutoCloseable {
    static final String RUN = Digest.sha256(new byte[] {42});

    private final Process process;
    private final BufferedReader said;

    private StoreProcess(Process process) {
        this.process = process;
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts a worker; {@code crashAt} as in {@link CrashPoints}, or empty. */
    static StoreProcess start(String crashAt, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                StoreProcess.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        if (!crashAt.isEmpty()) {
            builder.environment().put(CrashPoints.SETTING, crashAt);
        }
        return new StoreProcess(builder.start());
    }

    /** Waits until the worker has said a line that ends so. */
    void await(String end) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            lines.add(line);
            if (line.endsWith(end)) {
                return;
            }
        }
        throw new AssertionError("the worker ended without saying '" + end + "' but " + lines);
    }

    long pid() {
        return process.pid();
    }

    int exit() throws IOException, InterruptedException {
        String rest = String.join("\n", said.lines().toList());
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the worker does not end; it said " + rest);
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "create" -> {
                try (ObjectStore store = new FileSystemObjectStore(folder)) {
                    store.create(new ObjectKey(arguments[2]), ObjectStore.Content.of(content()));
                }
            }
            case "commit" -> {
                try (ObjectStore store = new FileSystemObjectStore(folder)) {
                    CommitLog log = CommitLog.open(store, RUN, CommitListener.NONE);
                    for (long step = 1; step <= Long.parseLong(arguments[2]); step++) {
                        log.commit(step, parts(store, step));
                    }
                }
            }
            case "resume" -> {
                try (ObjectStore store = new FileSystemObjectStore(folder)) {
                    ResumeLog log = ResumeLog.open(store, RUN);
                    Path state = Files.createTempFile("state", "");
                    for (long step = Long.parseLong(arguments[2]); step <= Long.parseLong(arguments[3]); step++) {
                        log.write(step, Map.of("state", Files.writeString(state, "state " + step)));
                    }
                    Files.delete(state);
                }
            }
            case "lock" -> {
                try (StudyLock held = StudyLock.acquire(folder, arguments[2])) {
                    System.out.println("holding " + held.hashCode() + " locked");
                    while (System.in.read() >= 0) {
                        // until killed
                    }
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    static byte[] content() {
        byte[] bytes = new byte[200_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >>> 4);
        }
        return bytes;
    }

    static Map<String, dev.onset.store.BlobRef> parts(ObjectStore store, long step) {
        return Map.of("state", new BlobStore(store).put(("state " + step).getBytes(StandardCharsets.US_ASCII)));
    }
}
