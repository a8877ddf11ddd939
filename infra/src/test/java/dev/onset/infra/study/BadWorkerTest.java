package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers that cannot work, one with a full disk and one whose credentials the store refuses, beside a healthy one or alone. */
@Tag("servers")
@Tag("e2e")
class BadWorkerTest extends RealStudies {
    private static final Pattern METRICS = Pattern.compile("metrics at (http://\\S+)/metrics");
    private static final String QUEUES = "train,observe,fit";
    private static final String[] LONG = with(
            small("run"),
            "--set",
            "training.steps=1200",
            "--set",
            "training.segmentSeconds=10",
            "--set",
            "observation.shardSize=2");

    private Path disk = Path.of("");
    private Path keys = Path.of("");

    /** A disk of its own for one worker: a file system in memory, of 32 MiB. */
    private Path mountDisk() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/mount")), "SKIPPED, no mount here");
        disk = Files.createDirectories(data.resolveSibling(data.getFileName() + "-disk"));
        int mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=32m", "onset-test", disk.toString())
                .start()
                .waitFor();
        assumeTrue(mounted == 0, "SKIPPED, no right to mount a file system here");
        return disk;
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        for (OnsetProcess process : processes) {
            process.killAll();
        }
        if (!disk.toString().isEmpty()) {
            new ProcessBuilder("umount", disk.toString()).start().waitFor();
        }
    }

    private void fill() throws IOException {
        try (var out = Files.newOutputStream(disk.resolve("filler"))) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(disk.toFile().getUsableSpace()).as("%s", full).isZero();
        }
    }

    private void writeKeys(String secret) throws IOException {
        Path draft = Files.writeString(
                keys.resolveSibling("draft"),
                "[default]\naws_access_key_id=" + ENVIRONMENT.get("AWS_ACCESS_KEY_ID") + "\naws_secret_access_key="
                        + secret + "\n");
        Files.move(draft, keys, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private void rightKeys() throws IOException {
        writeKeys(ENVIRONMENT.getOrDefault("AWS_SECRET_ACCESS_KEY", ""));
    }

    private OnsetProcess worker(Path where, Map<String, String> environment) throws Exception {
        OnsetProcess process = OnsetProcess.start(
                where, environment, "worker", "--queues", QUEUES, "--store", store, "--metrics", "0");
        processes.add(process);
        eventually("the worker polls", () -> process.text().contains("worker: "));
        return process;
    }

    private OnsetProcess healthy() throws Exception {
        return worker(data.resolveSibling(data.getFileName() + "-healthy"), ENVIRONMENT);
    }

    private OnsetProcess withDisk() throws Exception {
        return worker(mountDisk(), ENVIRONMENT);
    }

    private OnsetProcess withKeys() throws Exception {
        Path own = Files.createDirectories(data.resolveSibling(data.getFileName() + "-keys"));
        keys = own.resolve("credentials");
        rightKeys();
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("AWS_ACCESS_KEY_ID", "");
        environment.put("AWS_SECRET_ACCESS_KEY", "");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", keys.toString());
        return worker(own, environment);
    }

    private static HttpResponse<String> ask(OnsetProcess worker, String path) throws Exception {
        Matcher at = METRICS.matcher(worker.text());
        assertThat(at.find()).as("%s", worker.text()).isTrue();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(at.group(1) + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static boolean isWell(OnsetProcess worker) throws Exception {
        return ask(worker, "/healthz").statusCode() == 200;
    }

    private static void isOut(OnsetProcess worker, String code) throws Exception {
        eventually(
                "the worker says that it takes no work",
                () -> ask(worker, "/healthz").body().contains("takes no work of"));
        eventually("its log says so", () -> worker.text().contains("takes no work of"));
        HttpResponse<String> health = ask(worker, "/healthz");
        System.out.println(health.body());
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("takes no work of", code);
        assertThat(ask(worker, "/metrics").body()).contains("onset_worker_withdrawn{code=\"" + code + "\"} 1.0");
    }

    private String expected(String[] study) throws Exception {
        Path embedded = folder.resolve(
                "embedded-" + Integer.toHexString(String.join(" ", study).hashCode()));
        if (!Files.exists(embedded)) {
            OnsetProcess.succeed(embedded, with(study, "--temporal", "embedded"));
        }
        return OnsetProcess.outcome(embedded, STUDY).get("digest").asText();
    }

    private long observations() {
        try (ObjectStore objects = open()) {
            return objects.list(new ObjectKey("runs")).stream()
                    .filter(key -> key.value().contains("/observations/"))
                    .count();
        }
    }

    @Test
    @Tag("server-studies")
    void fullDiskOfOneWorkerAndRefusedKeysOfAnother_costAStudyNothing_andBothComeBackByThemselves() throws Exception {
        OnsetProcess full = withDisk();
        OnsetProcess refused = withKeys();
        OnsetProcess healthy = healthy();
        OnsetProcess follower = start(data, LONG);
        eventually("it is observed", () -> observations() > 5);
        fill();
        writeKeys("wrong");
        isOut(full, "DISK_FULL");
        isOut(refused, "STORE_REFUSED");
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
        assertThat(follower.text()).doesNotContain("waits for an operator", "INTERNAL");
        assertThat(digest()).isEqualTo(expected(LONG));
        assertThat(isWell(healthy)).isTrue();
        assertThat(isWell(full)).as("its disk is full still").isFalse();
        Files.delete(disk.resolve("filler"));
        rightKeys();
        eventually("the first comes back", () -> isWell(full));
        eventually("the second comes back", () -> isWell(refused));
        for (OnsetProcess worker : processes) {
            System.out.println("---\n" + worker.text());
        }
        full.terminate();
        assertThat(full.exit()).as("%s", full.text()).isZero();
    }

    @Test
    @Tag("heavy")
    void studyWhoseOnlyWorkerHasAFullDisk_waitsWithTheReason_andGoesOnOnceThereIsRoom() throws Exception {
        OnsetProcess full = withDisk();
        OnsetProcess follower = start(data, LONG);
        eventually("it is observed", () -> observations() > 5);
        fill();
        isOut(full, "DISK_FULL");
        String status = succeed("status", STUDY);
        System.out.println(status);
        assertThat(status).contains("DISK_FULL", "tried on other workers");
        assertThat(stateIs("waiting-for-operator")).isFalse();
        Thread.sleep(20_000);
        assertThat(follower.isAlive()).isTrue();
        long held = observations();
        Files.delete(disk.resolve("filler"));
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
        assertThat(observations()).isGreaterThan(held);
        assertThat(digest()).isEqualTo(expected(LONG));
    }

    @Test
    @Tag("heavy")
    void workerThatIsToEndWhileItTakesNoWork_ends() throws Exception {
        OnsetProcess refused = withKeys();
        OnsetProcess follower = start(data, LONG);
        eventually("it is observed", () -> observations() > 5);
        writeKeys("wrong");
        isOut(refused, "STORE_REFUSED");
        refused.terminate();
        assertThat(refused.exit()).as("%s", refused.text()).isZero();
        healthy();
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
        assertThat(digest()).isEqualTo(expected(LONG));
    }
}
