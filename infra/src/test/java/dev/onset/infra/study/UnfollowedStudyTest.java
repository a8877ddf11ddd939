package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onset.contracts.ExtendRequest;
import dev.onset.contracts.StudyRef;
import dev.onset.infra.store.FileSystemObjectStore;
import dev.onset.kind.Kinds;
import dev.onset.kind.StageContext;
import dev.onset.report.ReportFolder;
import dev.onset.stages.PlanActivitiesImpl;
import dev.onset.stages.StudyPipeline;
import dev.onset.store.CanonicalJson;
import dev.onset.store.ObjectStore;
import dev.onset.workflows.PlanActivities;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Studies that ended, or went on as another, while nobody followed them: their execution has no record of its end. Here that
 * record is taken away from a study that was followed, which leaves the store as such a study leaves it.
 */
@Tag("e2e")
class UnfollowedStudyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STUDY = "digits-quick";

    @TempDir
    Path data;

    private String digest = "";

    @BeforeEach
    void run() throws IOException {
        assertThat(InProcess.small(data, "run").code()).isZero();
        digest = OnsetProcess.outcome(data, STUDY).get("digest").asText();
    }

    private Path end(int execution) {
        return data.resolve(String.format("store/studies/%s/executions/%06d/end.json", STUDY, execution));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private JsonNode json(String... command) throws IOException {
        InProcess run = InProcess.run(
                data, Stream.concat(Stream.of(command), Stream.of("--json")).toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }

    private JsonNode known() throws IOException {
        return json("studies").get("known").get(0);
    }

    @Test
    void endedWithoutAFollower_itIsDone_andItsReportIsCopiedOut() throws IOException {
        String verdict = known().get("verdict").asText();
        Files.delete(end(1));
        delete(data.resolve("reports"));
        assertThat(json("status", STUDY).get("state").asText()).isEqualTo("done");
        assertThat(known().get("state").asText()).isEqualTo("done");
        assertThat(known().get("verdict").asText()).isEqualTo(verdict).isNotEmpty();
        assertThat(json("report", STUDY).get("report").asText()).endsWith("index.html");
        assertThat(OnsetProcess.outcome(data, STUDY).get("digest").asText()).isEqualTo(digest);
    }

    @Test
    void withoutAReportInTheStore_itIsStopped_andThereIsNothingToCopy() throws IOException {
        Files.delete(end(1));
        delete(data.resolve("reports"));
        delete(data.resolve("store/stages/report"));
        assertThat(json("status", STUDY).get("state").asText()).isEqualTo("stopped");
        assertThat(known().get("state").asText()).isEqualTo("stopped");
        InProcess report = InProcess.run(data, "report", STUDY);
        assertThat(report.code()).isEqualTo(2);
        assertThat(report.err()).contains("has no report");
    }

    @Test
    void newerUnfollowedEnd_replacesTheReportOfAnOlderExecution(@TempDir Path elsewhere) throws IOException {
        assertThat(InProcess.small(data, "run", "--set", "detector.maximumRoughness=1.5")
                        .code())
                .isZero();
        String newer = OnsetProcess.outcome(data, STUDY).get("digest").asText();
        assertThat(newer).isNotEqualTo(digest);
        Files.delete(end(2));
        assertThat(InProcess.small(elsewhere, "run").code()).isZero();
        delete(data.resolve("reports"));
        copyReport(elsewhere);
        json("report", STUDY);
        assertThat(OnsetProcess.outcome(data, STUDY).get("digest").asText()).isEqualTo(newer);
    }

    private void copyReport(Path from) throws IOException {
        Path folder = data.resolve("reports").resolve(STUDY);
        Files.createDirectories(folder);
        for (String file : new String[] {"index.html", "outcome.json"}) {
            Files.copy(from.resolve("reports").resolve(STUDY).resolve(file), folder.resolve(file));
        }
        ReportFolder.check(folder);
    }

    /** As a worker revises a study that runs on a server. */
    private StudyRef extend(long steps) {
        try (ObjectStore store = new FileSystemObjectStore(data.resolve("store"))) {
            Executions executions = new Executions(store);
            StudyRef began = executions.ref(STUDY, executions.last(STUDY).orElseThrow());
            StudyPipeline pipeline =
                    new StudyPipeline(StageContext.of(store, data.resolve("scratch")), Kinds.installed());
            TestActivityEnvironment worker = TestActivityEnvironment.newInstance();
            try {
                worker.registerActivitiesImplementations(new PlanActivitiesImpl(pipeline));
                return worker.newActivityStub(PlanActivities.class).extend(new ExtendRequest(began, steps, "a test"));
            } finally {
                worker.close();
            }
        }
    }

    @Test
    void revisedWithoutAFollower_itIsTheRevisionThatIsShownAndRunAgain() throws IOException {
        Files.delete(end(1));
        StudyRef longer = extend(240);
        JsonNode status = json("status", STUDY);
        assertThat(status.get("fingerprint").asText()).isEqualTo(longer.fingerprint());
        assertThat(status.get("runs").get(0).get("steps").asLong()).isEqualTo(240);
        assertThat(status.get("state").asText()).isEqualTo("stopped");
        assertThat(known().get("fingerprint").asText()).isEqualTo(longer.fingerprint());

        assertThat(json("rerun", STUDY, "--from", "fit").get("fingerprint").asText())
                .isEqualTo(longer.fingerprint());
        JsonNode end = JSON.readTree(end(2).toFile());
        assertThat(end.get("study").get("fingerprint").asText()).isEqualTo(longer.fingerprint());
        JsonNode done = json("status", STUDY);
        assertThat(done.get("state").asText()).isEqualTo("done");
        assertThat(done.get("runs").get(0).get("step").asLong()).isEqualTo(240);
    }

    @Test
    void recordOfTheEnd_saysAsWhatItEnded_andOneOfAnOlderVersionStillCounts() throws IOException {
        // as an execution leaves it that began as the short study and was extended while it was followed
        StudyRef longer = extend(240);
        assertThat(json("status", STUDY).get("runs").get(0).get("steps").asLong())
                .as("a revision after the end is none of this execution's once it says as what it ended")
                .isEqualTo(120);
        ObjectNode end = (ObjectNode) JSON.readTree(end(1).toFile());
        end.set("study", CanonicalJson.tree(longer));
        replaceEnd(end);
        assertThat(json("status", STUDY).get("fingerprint").asText()).isEqualTo(longer.fingerprint());

        delete(data.resolve("store/studies/" + STUDY + "/revisions"));
        end.remove("study");
        replaceEnd(end);
        assertThat(json("status", STUDY).get("state").asText()).isEqualTo("done");
        assertThat(json("status", STUDY).get("runs").get(0).get("steps").asLong())
                .isEqualTo(120);
        delete(data.resolve("reports"));
        json("report", STUDY);
        assertThat(OnsetProcess.outcome(data, STUDY).get("digest").asText()).isEqualTo(digest);
    }

    private void replaceEnd(JsonNode end) throws IOException {
        Files.delete(end(1));
        Files.write(end(1), CanonicalJson.bytes(end));
    }

    @Test
    void revisionOfAnEarlierExecution_isNotTakenForOneOfTheNext() throws IOException {
        StudyRef longer = extend(240);
        assertThat(InProcess.small(data, "run").code()).isZero();
        assertThat(InProcess.small(data, "run").code()).isZero();
        Files.delete(end(3));
        JsonNode status = json("status", STUDY);
        assertThat(status.get("fingerprint").asText()).isNotEqualTo(longer.fingerprint());
        assertThat(status.get("state").asText()).isEqualTo("done");
    }

    @Test
    void workflowIdInPlaceOfTheName_meansThatExecution() throws IOException {
        String first = json("status", STUDY).get("fingerprint").asText();
        assertThat(InProcess.small(data, "run", "--set", "detector.maximumRoughness=1.5")
                        .code())
                .isZero();
        String id = "study/" + STUDY + "/" + first.substring(0, 8);
        assertThat(json("status", STUDY).get("fingerprint").asText()).isNotEqualTo(first);
        assertThat(json("status", id).get("fingerprint").asText()).isEqualTo(first);
        InProcess unknown = InProcess.run(data, "status", "study/" + STUDY + "/00000000");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("never run");
    }
}
