package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.onset.contracts.ErrorCode;
import dev.onset.infra.store.S3Servers;
import dev.onset.infra.temporal.TemporalRefusalTest;
import dev.onset.store.LocalFiles;
import io.grpc.Server;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Provokes error codes by what a user, disk, network or server can do, and follows their next actions to the letter. */
final class ErrorProvocations implements AutoCloseable {
    private final Path folder;
    private Path disk = Path.of("");

    ErrorProvocations(Path folder) {
        this.folder = folder;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (!disk.toString().isEmpty()) {
            new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
        }
    }

    /** The same failure as people and scripts see it: one line with its code and what to do. */
    private static void failed(ErrorCode code, int exit, String text) {
        System.out.println(text.lines()
                .filter(line -> line.contains(code.name()))
                .findFirst()
                .orElse(text));
        assertThat(exit).as("%s", text).isNotZero();
        assertThat(text)
                .contains(code.name() + ": ", "Next: ", code.nextAction())
                .doesNotContain("INTERNAL");
    }

    private static void failed(ErrorCode code, InProcess run) {
        failed(code, run.code(), run.err());
    }

    private static void failed(ErrorCode code, OnsetProcess run) throws Exception {
        failed(code, run.exit(), run.text());
    }

    private static void works(InProcess run) {
        assertThat(run.code()).as("%s%s", run.out(), run.err()).isZero();
    }

    private static void works(OnsetProcess run) throws Exception {
        assertThat(run.exit()).as("%s", run.text()).isZero();
    }

    private OnsetProcess small(Map<String, String> environment, String... further) throws IOException {
        return small(folder.resolve("data"), environment, further);
    }

    private static OnsetProcess small(Path data, Map<String, String> environment, String... further)
            throws IOException {
        return OnsetProcess.start(
                data,
                environment,
                Stream.of(Stream.of("run", RealStudies.STUDY), InProcess.SMALL.stream(), Stream.of(further))
                        .flatMap(s -> s)
                        .toArray(String[]::new));
    }

    /** A study of some length, with both compilers. */
    private static OnsetProcess whole(Path data, Map<String, String> environment, String... arguments)
            throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("_JAVA_OPTIONS", "-XX:TieredStopAtLevel=4");
        return OnsetProcess.start(data, all, arguments);
    }

    void misspeltOption() {
        Path data = folder.resolve("data");
        failed(ErrorCode.STUDY_INVALID, InProcess.small(data, "plan", "--set", "trainning.steps=7"));
        works(InProcess.small(data, "plan", "--set", "training.steps=130"));
    }

    void badData() throws IOException {
        String good =
                "1,0,0,0,0\n0,1,0,0,1\n0,0,1,0,2\n1,0,0,1,0\n0,1,0,1,1\n0,0,1,1,2\n2,0,0,0,0\n0,2,0,0,1\n0,0,2,0,2\n";
        Path csv = Files.writeString(folder.resolve("mine.csv"), good.replace("2,0,0,0,0", "2,0,0,0"));
        String study = Files.writeString(folder.resolve("mine.yaml"), """
                study: mine
                kind: two-phase
                data: { source: mine.csv, format: csv, shape: [1, 2, 2], classes: 3, train: 6, test: 3 }
                training: { batch: 2, steps: 20 }
                network: { layers: [ { type: dense, units: 4 } ] }
                checkpoints: { log: [ { from: 2, count: 4 } ] }
                observation: { players: { kind: grid, rows: 2, columns: 2 }, trainSamples: 2, testSamples: 2 }
                """).toString();
        failed(ErrorCode.DATA_INVALID, InProcess.run(folder.resolve("data"), "run", study));
        Files.writeString(csv, good);
        works(InProcess.run(folder.resolve("data"), "run", study));
    }

    void badGame() throws IOException {
        Path game = Files.writeString(folder.resolve("g.csv"), "S,v\n0,0\n1,nan\n");
        failed(ErrorCode.MODEL_INVALID, InProcess.run(folder, "interactions", "--values", game.toString()));
        Files.writeString(game, "S,v\n0,0\n1,2\n");
        works(InProcess.run(folder, "interactions", "--values", game.toString()));
    }

    void evaluatorThatDies() throws IOException {
        evaluator(ErrorCode.EVALUATOR_FAILED, "dies");
    }

    void evaluatorInTrainingMode() throws IOException {
        evaluator(ErrorCode.EVALUATOR_INVALID, "dropout");
    }

    private void evaluator(ErrorCode code, String mode) throws IOException {
        Path data = folder.resolve("data");
        failed(code, InProcess.run(data, "run", EvaluatorStudies.small(folder, mode)));
        assertThat(data).doesNotExist();
        works(InProcess.run(data, "run", EvaluatorStudies.small(folder, "well")));
    }

    void largeStudy() {
        Path data = folder.resolve("data");
        String[] every = {
            "--set",
            "checkpoints={linear: [{from: 0, every: 1}]}",
            "--set",
            "training.steps=9999",
            "--set",
            "observation.shardSize=1"
        };
        failed(ErrorCode.STUDY_TOO_LARGE, InProcess.small(data, "plan", every));
        works(InProcess.small(data, "plan", "--set", "training.steps=900"));
    }

    void secondStart() throws Exception {
        OnsetProcess first = small(Map.of("ONSET_CRASH_AT", "during-fit:1:hang"));
        RealStudies.eventually(
                "the first holds the study",
                () -> !OnsetProcess.durable(folder.resolve("data")).isEmpty());
        failed(ErrorCode.STUDY_LOCKED, small(Map.of()));
        first.killAll();
        works(small(Map.of()));
    }

    void divergence() throws Exception {
        failed(ErrorCode.TRAINING_DIVERGED, small(Map.of(), "--set", "training.learningRate=1000"));
        works(small(Map.of(), "--set", "training.learningRate=0.01"));
    }

    /** What hardware that errs leaves: a checkpoint whose content training does not give again. */
    void otherBits() throws Exception {
        Path data = folder.resolve("data");
        works(InProcess.small(data, "run"));
        Path newest;
        try (Stream<Path> all = Files.walk(data.resolve("store/runs"))) {
            newest = all.filter(file -> file.getParent().endsWith("log"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
        String manifest = Files.readString(newest);
        String other = manifest.replaceFirst("(parameters.npy\":\\{\"sha256\":\")[0-9a-f]{8}", "$100000000")
                .replaceFirst("\"check\":\"[0-9a-f]+\"", "\"check\":\"\"");
        String check = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(other.getBytes(StandardCharsets.UTF_8)));
        Files.setPosixFilePermissions(newest, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(newest, other.replace("\"check\":\"\"", "\"check\":\"" + check + "\""));
        failed(ErrorCode.CHECKPOINT_DIVERGED, InProcess.small(data, "run"));
        works(InProcess.small(folder.resolve("other"), "run"));
    }

    void otherKernels() throws Exception {
        works(small(Map.of("OPENBLAS_CORETYPE", "Nehalem")));
        OnsetProcess other = small(Map.of("OPENBLAS_CORETYPE", "Haswell"));
        assumeTrue(other.exit() != 0, "SKIPPED, kernels of this library give equal bits here: there is one profile");
        failed(ErrorCode.PROFILE_MISMATCH, other);
        works(small(Map.of("OPENBLAS_CORETYPE", "Nehalem")));
        works(small(Map.of("OPENBLAS_CORETYPE", "Haswell"), "--repin", "train"));
    }

    void temporalRefuses() throws Exception {
        StudyServers servers = StudyServers.start(folder);
        Server refusing = TemporalRefusalTest.answering(Status.UNAUTHENTICATED);
        String[] order = {"pause", "nobody", "--store", "s3://onset/x"};
        try {
            Map<String, String> there = new HashMap<>(servers.environment());
            there.put("TEMPORAL_ADDRESS", "127.0.0.1:" + refusing.getPort());
            failed(ErrorCode.TEMPORAL_REFUSED, OnsetProcess.start(folder, there, order));
            OnsetProcess heard = OnsetProcess.start(folder, servers.environment(), order);
            assertThat(heard.exit()).as("%s", heard.text()).isEqualTo(2);
            assertThat(heard.text()).as("it is asked now").contains("nobody").doesNotContain("TEMPORAL_REFUSED");
        } finally {
            refusing.shutdownNow();
            servers.close();
        }
    }

    /** A study goes on without; what nobody took is said, and with an address that answers nothing is. */
    void nobodyTakesNotices() throws Exception {
        String[] told = {"run", "digits", "--set", "live.notice=true"};
        String variable = "ONSET_NOTICE_URL";
        OnsetProcess untold = whole(folder.resolve("data"), Map.of(variable, "http://127.0.0.1:1/hook"), told);
        works(untold);
        assertThat(untold.text()).contains(ErrorCode.NOTICE_FAILED.name());
        List<String> heard = new CopyOnWriteArrayList<>();
        HttpServer people = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        people.createContext("/", exchange -> {
            heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        people.start();
        try {
            String address = "http://127.0.0.1:" + people.getAddress().getPort() + "/hook";
            OnsetProcess toldOfIt = whole(folder.resolve("other"), Map.of(variable, address), told);
            works(toldOfIt);
            assertThat(toldOfIt.text()).doesNotContain(ErrorCode.NOTICE_FAILED.name());
            assertThat(heard).singleElement().asString().contains("phase 2");
        } finally {
            people.stop(0);
        }
    }

    void smallHeap() throws Exception {
        failed(ErrorCode.OUT_OF_MEMORY, small(Map.of("_JAVA_OPTIONS", "-Xmx24m")));
        works(small(Map.of()));
    }

    void noGpu() throws Exception {
        Path data = folder.resolve("data");
        failed(ErrorCode.DEVICE_UNAVAILABLE, InProcess.small(data, "run", "--set", "observation.device=cuda"));
        works(InProcess.small(data, "run", "--set", "observation.device=cpu"));
    }

    private Path mount(String options) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/mount")), "SKIPPED, no mount here");
        disk = Files.createDirectories(folder.resolve("disk"));
        int mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", options, "onset-test", disk.toString())
                .start()
                .waitFor();
        assumeTrue(mounted == 0, "SKIPPED, no right to mount a file system here");
        return disk;
    }

    void noexec() throws Exception {
        Path there = mount("size=200m,noexec");
        failed(ErrorCode.LIBRARY_UNUSABLE, small(Map.of("_JAVA_OPTIONS", "-Djava.io.tmpdir=" + there)));
        Path other = Files.createDirectories(folder.resolve("other"));
        works(small(Map.of("_JAVA_OPTIONS", "-Djava.io.tmpdir=" + other)));
    }

    /** While it runs, too: what is committed stays, and the same command goes on from there. */
    void fullDisk() throws Exception {
        Path data = mount("size=32m");
        OnsetProcess run = small(data, Map.of(), "--set", "training.steps=6000");
        RealStudies.eventually(
                "something is committed", () -> !OnsetProcess.durable(data).isEmpty());
        try (var out = Files.newOutputStream(data.resolve("filler"))) {
            byte[] block = new byte[4096];
            while (run.isAlive()) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("space");
        }
        failed(ErrorCode.DISK_FULL, run);
        Map<String, Long> kept = OnsetProcess.durable(data);
        Files.delete(data.resolve("filler"));
        works(small(data, Map.of(), "--set", "training.steps=6000"));
        assertThat(OnsetProcess.durable(data)).as("nothing was done again").containsAllEntriesOf(kept);
        Path oracle = folder.resolve("oracle");
        works(small(oracle, Map.of(), "--set", "training.steps=6000"));
        assertThat(OnsetProcess.outcome(data, RealStudies.STUDY).get("digest"))
                .isEqualTo(OnsetProcess.outcome(oracle, RealStudies.STUDY).get("digest"));
    }

    void unusableFolder() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("scratch"), "a file where a folder is wanted");
        failed(ErrorCode.FOLDER_UNUSABLE, InProcess.small(data, "run"));
        works(InProcess.small(folder.resolve("other"), "run"));
    }

    void storeAway() throws Exception {
        StudyServers servers = StudyServers.start(folder);
        try {
            servers.down();
            OnsetProcess away = OnsetProcess.start(folder, servers.environment(), "studies", "--store", "s3://onset/x");
            failed(ErrorCode.STORE_UNAVAILABLE, away);
            servers.up();
            works(OnsetProcess.start(folder, servers.environment(), "studies", "--store", "s3://onset/x"));
        } finally {
            servers.close();
        }
    }

    void temporalAway() throws Exception {
        StudyServers servers = StudyServers.start(folder);
        try {
            servers.down();
            String[] order = {"pause", "nobody", "--store", "s3://onset/x"};
            failed(ErrorCode.TEMPORAL_UNAVAILABLE, OnsetProcess.start(folder, servers.environment(), order));
            servers.up();
            OnsetProcess heard = OnsetProcess.start(folder, servers.environment(), order);
            assertThat(heard.exit()).as("%s", heard.text()).isEqualTo(2);
            assertThat(heard.text()).as("it is asked now").contains("nobody").doesNotContain("TEMPORAL_UNAVAILABLE");
        } finally {
            servers.close();
        }
    }

    void wrongKeys() throws Exception {
        try (S3Servers s3 = S3Servers.inProcess()) {
            Map<String, String> wrong = new HashMap<>(s3.environment());
            wrong.put("AWS_ACCESS_KEY_ID", "nobody");
            failed(ErrorCode.STORE_REFUSED, small(wrong, "--store", "s3://onset/x"));
            works(small(s3.environment(), "--store", "s3://onset/x"));
        }
    }

    void storeWithoutConditions() throws Exception {
        try (S3Servers unsafe = S3Servers.withoutConditions();
                S3Servers safe = S3Servers.inProcess()) {
            failed(ErrorCode.STORE_UNSAFE, small(unsafe.environment(), "--store", "s3://onset/x"));
            works(small(safe.environment(), "--store", "s3://onset/x"));
        }
    }

    private List<Path> blobs() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data/store/blobs"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    void damagedObject() throws Exception {
        Path data = folder.resolve("data");
        works(InProcess.small(data, "run"));
        for (Path blob : blobs()) {
            byte[] bytes = Files.readAllBytes(blob);
            bytes[bytes.length / 2] ^= 1;
            Files.setPosixFilePermissions(blob, PosixFilePermissions.fromString("rw-r--r--"));
            Files.write(blob, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        }
        LocalFiles.deleteTree(data.resolve("reports")); // the copy for people
        failed(ErrorCode.STORE_CORRUPT, InProcess.run(data, "report", RealStudies.STUDY));
        works(InProcess.small(data, "run"));
        works(InProcess.run(data, "report", RealStudies.STUDY));
    }

    void missingObject() throws Exception {
        Path data = folder.resolve("data");
        works(InProcess.small(data, "run"));
        for (Path blob : blobs()) {
            Files.delete(blob);
        }
        LocalFiles.deleteTree(data.resolve("reports"));
        failed(ErrorCode.STORE_MISSING, InProcess.run(data, "report", RealStudies.STUDY));
        works(InProcess.small(data, "run"));
        works(InProcess.run(data, "report", RealStudies.STUDY));
    }
}
