package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.infra.cli.OnsetCommand;
import dev.onset.infra.store.S3Servers;
import dev.onset.infra.store.StudyLease;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies over an S3 store give the numbers that they give over files, whatever the store does meanwhile. */
@Tag("e2e")
final class S3StudyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static S3Servers s3;
    private static String expected;

    @BeforeAll
    static void runOverFiles() throws IOException {
        s3 = S3Servers.inProcess();
        InProcess run = InProcess.small(folder.resolve("files"), "run", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        expected = JSON.readTree(run.out()).get("digest").asText();
    }

    @AfterEach
    void calm() {
        s3.calm();
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    private static JsonNode run(String data, String store, String... further) throws IOException {
        InProcess run = command("run", data, store, s3.environment(), further);
        assertThat(run.code()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }

    private static InProcess command(
            String verb, String data, String store, Map<String, String> environment, String... further) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of(verb, "digits-quick", "--json"));
        arguments.addAll(List.of("--data", folder.resolve(data).toString(), "--store", store));
        arguments.addAll(verb.equals("run") || verb.equals("plan") ? InProcess.SMALL : List.of());
        Stream.of(further).forEach(arguments::add);
        int code = OnsetCommand.execute(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                () -> new LocalStudyService(Clock.systemUTC(), environment),
                arguments.toArray(new String[0]));
        return new InProcess(code, out.toString(), err.toString());
    }

    @Test
    void studyOverS3_givesTheDigestOfFiles_andAnotherMachineReusesAllOfIt() throws IOException {
        JsonNode first = run("one", "s3://onset/shared");
        assertThat(first.get("digest").asText()).isEqualTo(expected);
        assertThat(first.at("/work/checkpointsComputed").asInt()).isPositive();
        assertThat(folder.resolve("one/store")).doesNotExist();

        JsonNode second = run("two", "s3://onset/shared");
        assertThat(second.get("digest").asText()).isEqualTo(expected);
        assertThat(second.at("/work/checkpointsComputed").asInt()).isZero();
        assertThat(second.at("/work/observationsComputed").asInt()).isZero();
        assertThat(second.at("/work/reportComputed").asBoolean()).isFalse();

        for (String verb : List.of("status", "why", "verify")) {
            assertThat(command(verb, "three", "s3://onset/shared", s3.environment())
                            .code())
                    .as(verb)
                    .isZero();
        }
        InProcess report = command("report", "three", "s3://onset/shared", s3.environment());
        assertThat(report.code()).as(report.err()).isZero();
        assertThat(folder.resolve("three/reports/digits-quick/index.html"))
                .hasSameTextualContentAs(folder.resolve("one/reports/digits-quick/index.html"));
    }

    @Test
    void storeThatFailsNowAndThen_changesNothing() throws IOException {
        int before = s3.struck();
        s3.trouble();
        JsonNode run = run("troubled", "s3://onset/troubled");
        assertThat(run.get("digest").asText()).isEqualTo(expected);
        assertThat(run.at("/work/fencedCommits").asInt())
                .as("no commit was taken for another's")
                .isZero();
        s3.calm();
        assertThat(s3.struck() - before).as("faults that struck").isGreaterThan(10);
        assertThat(command("verify", "troubled", "s3://onset/troubled", s3.environment())
                        .code())
                .isZero();
    }

    @Test
    void processKilledOverS3_goesOnFromWhatItCommitted() throws Exception {
        String[] arguments = Stream.of(
                        Stream.of("run", "digits-quick", "--store", "s3://onset/killed"), InProcess.SMALL.stream())
                .flatMap(s -> s)
                .toArray(String[]::new);
        Map<String, String> environment = new HashMap<>(s3.environment());
        environment.put("ONSET_CRASH_AT", "before-manifest:4");
        OnsetProcess doomed = OnsetProcess.start(folder.resolve("killed"), environment, arguments);
        assertThat(doomed.exit()).as(doomed.text()).isEqualTo(137);
        JsonNode again = run("killed", "s3://onset/killed");
        assertThat(again.get("digest").asText()).isEqualTo(expected);
        assertThat(again.at("/work/checkpointsReused").asInt()).isEqualTo(3);
    }

    @Test
    void studyThatAnotherMachineRuns_isRefusedWithItsOwner() throws IOException {
        try (ObjectStore store = s3.store("s3://onset/owned");
                StudyLease lease = StudyLease.acquire(
                        store,
                        "digits-quick",
                        new StudyLease.Candidate("process 7 on elsewhere", "elsewhere:/data"),
                        StudyLease.Timing.USUAL,
                        note -> {})) {
            InProcess refused = command("run", "second", "s3://onset/owned", s3.environment());
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("STUDY_LOCKED", "process 7 on elsewhere");
            lease.check();
        }
        assertThat(run("second", "s3://onset/owned").get("digest").asText())
                .as("control: the lease was ended")
                .isEqualTo(expected);
    }

    @Test
    @Tag("servers")
    void realServerKilledDuringTheStudy_changesNothing() throws Exception {
        try (S3Servers.Real real = new S3Servers.Real(Files.createDirectory(folder.resolve("minio")))) {
            CompletableFuture<InProcess> study =
                    CompletableFuture.supplyAsync(() -> command("run", "real", "s3://onset/real", real.environment()));
            for (int kill = 0; kill < 2; kill++) {
                Thread.sleep(1_500);
                real.killAndStartAgain(1_000);
            }
            InProcess run = study.get(120, TimeUnit.SECONDS);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(JSON.readTree(run.out()).get("digest").asText()).isEqualTo(expected);
            assertThat(command("verify", "real", "s3://onset/real", real.environment())
                            .code())
                    .isZero();
        }
    }

    @Test
    void runThatAnotherMachineTookOver_stopsAndSaysSo() throws Exception {
        s3.slow();
        CompletableFuture<InProcess> study =
                CompletableFuture.supplyAsync(() -> command("run", "lost", "s3://onset/lost", s3.environment()));
        try (ObjectStore store = s3.store("s3://onset/lost")) {
            while (store.size(new ObjectKey("leases/digits-quick/000001/owner.json"))
                    .isEmpty()) {
                assertThat(study).isNotDone();
                Thread.sleep(20);
            }
            store.create(new ObjectKey("leases/digits-quick/000002/owner.json"), ObjectStore.Content.of(new byte[0]));
        }
        InProcess run = study.get(120, TimeUnit.SECONDS);
        assertThat(run.code()).as(run.out()).isEqualTo(2);
        assertThat(run.err()).contains("STUDY_LOCKED", "taken over", "what it committed stays");
    }

    @Test
    void missingCredentials_areRefusedBeforeAnythingIsWritten() {
        Map<String, String> without = new HashMap<>(s3.environment());
        without.remove("AWS_SECRET_ACCESS_KEY");
        InProcess run = command("run", "never", "s3://onset/never", without);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("AWS_SECRET_ACCESS_KEY");
        assertThat(folder.resolve("never")).doesNotExist();
    }

    @Test
    void wrongCredentialsAndMissingBucket_areOneLineWithWhatToDo() {
        Map<String, String> wrong = new HashMap<>(s3.environment());
        wrong.put("AWS_ACCESS_KEY_ID", "someone");
        InProcess denied = command("run", "denied", "s3://onset/denied", wrong);
        assertThat(denied.code()).isEqualTo(3);
        assertThat(denied.err()).hasLineCount(1).contains("STORE_REFUSED", "access is denied", "AWS_ACCESS_KEY_ID");
        assertThat(denied.err()).doesNotContain(s3.environment().get("AWS_SECRET_ACCESS_KEY"));
        InProcess missing = command("run", "missing", "s3://elsewhere/x", s3.environment());
        assertThat(missing.code()).isEqualTo(3);
        assertThat(missing.err()).hasLineCount(1).contains("STORE_REFUSED", "no such bucket", "--fix");
    }
}
