package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.infra.store.RealServers;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.workflows.Visibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Real servers, one worker, and a study that takes some seconds, most of which it waits. */
final class Interferences implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STEPS = 30;
    static final String STUDY = "three-steps";

    final TemporalServer temporal;
    private final Path folder;
    private final StudyServers servers;
    private final Map<String, String> environment;
    private final OnsetProcess worker;
    private final ExecutorService beside = Executors.newCachedThreadPool();
    private final long usualMillis;

    Interferences(Path folder) throws Exception {
        this.folder = folder;
        servers = StudyServers.start(folder);
        environment = new HashMap<>(servers.environment());
        environment.put("ONSET_STORE", "s3://onset/interference");
        Map<String, String> slowly = new HashMap<>(environment);
        slowly.put("THREE_STEPS_MILLIS", "100");
        worker = OnsetProcess.start(folder.resolve("worker"), slowly, "worker");
        temporal = TemporalServer.connect(TemporalServer.Settings.of(""), environment);
        onset(folder.resolve("first"), run(0)); // the worker has started when it ends
        long began = System.nanoTime();
        InProcess usual = onset(folder.resolve("usual"), run(1));
        assertThat(usual.code()).as("%s", usual.err()).isZero();
        usualMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /** How long a study takes that nobody touches. */
    long usualMillis() {
        return usualMillis;
    }

    Path folder(int number) {
        return folder.resolve("trial" + number);
    }

    /** The command that runs the study of a number. */
    String[] run(int number) {
        StringBuilder explicit = new StringBuilder("checkpoints.explicit=[1");
        for (int step = 2; step <= STEPS; step++) {
            explicit.append(',').append(step);
        }
        return new String[] {
            "run",
            STUDY,
            "--set",
            "start=" + number,
            "--set",
            explicit.append(']').toString()
        };
    }

    /** The command line with the servers. */
    InProcess onset(Path data, String... arguments) {
        return InProcess.run(data, environment, arguments);
    }

    /** Facts of a command that must succeed. */
    JsonNode json(Path data, String... arguments) throws IOException {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        InProcess run = onset(data, all);
        assertThat(run.code())
                .as("%s: %s", String.join(" ", arguments), run.err())
                .isZero();
        return JSON.readTree(run.out());
    }

    /** The workflow id of the study that a command runs. */
    String id(Path data, String[] run) throws IOException {
        String[] plan = run.clone();
        plan[0] = "plan";
        return "study/" + STUDY + "/"
                + json(data, plan).get("fingerprint").asText().substring(0, 8);
    }

    boolean isOpen(String id) {
        return new StudyControl(temporal).isOpen(id);
    }

    /** The stage that an open study is in, by the server's record; one that has not said it is new. */
    String stage(String id) {
        String stage =
                new StudyControl(temporal).newest(id).getTypedSearchAttributes().get(Visibility.STAGE);
        return stage == null ? "no stage yet" : stage;
    }

    /** Does something beside. */
    <T> Future<T> later(Callable<T> work) {
        return beside.submit(work);
    }

    /** The digest of a study that nobody touched, by this process alone. */
    String oracle(int number) throws IOException {
        Path data = folder.resolve("oracle" + number);
        InProcess run = InProcess.run(data, Map.of(), run(number));
        assertThat(run.code()).as("%s", run.err()).isZero();
        return OnsetProcess.outcome(data, STUDY).get("digest").asText();
    }

    /** Runs Temporal's own command line; returns whether it did what it was asked. */
    boolean temporal(String id, List<String> words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(RealServers.require("temporal").toString(), "workflow"));
        command.addAll(words);
        command.addAll(List.of("--workflow-id", id, "--address", temporal.address()));
        Path said = Files.createTempFile(folder, "temporal", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0;
    }

    @Override
    public void close() throws Exception {
        beside.shutdownNow();
        temporal.close();
        worker.killAll();
        servers.close();
    }
}
