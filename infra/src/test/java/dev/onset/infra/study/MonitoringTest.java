package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.infra.metrics.Metrics;
import dev.onset.infra.metrics.MetricsAddress;
import dev.onset.infra.metrics.MetricsEndpoint;
import dev.onset.infra.metrics.Monitoring;
import dev.onset.infra.metrics.Scrape;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.infra.temporal.EmbeddedTemporal;
import dev.onset.kind.Kinds;
import dev.onset.kind.StudyDocument;
import dev.onset.stages.StudyPipeline;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import io.temporal.serviceclient.MetricsTag;
import io.temporal.worker.MetricsType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every expression of every dashboard and alert against a live endpoint: a small study, a study that fails and a workflow
 * with a defect run in this process while the endpoint is scraped.
 */
@Tag("e2e")
final class MonitoringTest {
    /** Reasons that cannot be provoked here, by the SDK's own names for them; other reasons have the same metric and labels. */
    private static final Set<String> UNSEEN = Set.of(
            failedTasks(MetricsTag.TASK_FAILURE_VALUE_NON_DETERMINISM_ERROR),
            failedTasks(MetricsTag.TASK_FAILURE_VALUE_GRPC_MESSAGE_TOO_LARGE));

    private static String failedTasks(String reason) {
        return MetricsType.WORKFLOW_TASK_EXECUTION_FAILURE_COUNTER + "_total{" + MetricsTag.TASK_FAILURE_TYPE + "=\""
                + reason + "\"}";
    }

    private static final Scrape SCRAPE = new Scrape();
    private static final List<String> HEALTH = Collections.synchronizedList(new ArrayList<>());
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static String lastScrape = "";

    @BeforeAll
    static void runUnderScrapes(@TempDir Path folder) throws Exception {
        try (Metrics metrics = Metrics.on();
                MetricsEndpoint endpoint = MetricsEndpoint.start(Optional.of(MetricsAddress.parse("0")), metrics)
                        .orElseThrow()) {
            HEALTH.add(get(endpoint.address().resolve("/healthz")).body());
            Monitoring.pretendWaiting(metrics, 0);
            Thread scraper = new Thread(() -> scrape(endpoint.address()));
            scraper.start();
            try {
                run(folder, metrics);
                DefectiveWorkflow.run(
                        metrics, () -> SCRAPE.series("temporal_workflow_task_execution_failed_total") > 0);
            } finally {
                scraper.interrupt();
                scraper.join();
            }
            lastScrape = get(endpoint.address()).body();
            SCRAPE.add(lastScrape);
        }
    }

    private static void run(Path folder, Metrics metrics) throws Exception {
        StudyFile file = StudyFile.load("digits-quick", new Overrides(values(InProcess.SMALL), OptionalLong.empty()));
        Place place = new Place(folder, Optional.empty(), Optional.empty());
        try (DataDirectory directory = DataDirectory.open(place, Map.of(), metrics, 0)) {
            metrics.watchFitness(Map::of);
            StudyPipeline pipeline = new StudyPipeline(directory.context(), Kinds.installed());
            StudyInputs inputs = StudyInputs.of(file, Kinds.installed().of(file.spec()));
            StudyDocument document = inputs.document();
            inputs.upload(document, directory.context().blobs());
            StudyRef published = pipeline.publish(document);
            try (EmbeddedExecution embedded =
                    new EmbeddedExecution(pipeline, 1, pipeline.open(published).profiles()::on, metrics)) {
                embedded.run(published, request(published), new QuietProgress());
                StudyRef absent = new StudyRef("absent", published.fingerprint(), "studies/absent/specs/none.json");
                Assertions.assertThatExceptionOfType(OnsetException.class)
                        .isThrownBy(() -> embedded.run(absent, request(absent), new QuietProgress()))
                        .matches(e -> e.code() == ErrorCode.STORE_MISSING);
            }
        }
    }

    private static List<String> values(List<String> arguments) {
        return arguments.stream().filter(argument -> !argument.equals("--set")).toList();
    }

    private static StudyRequest request(StudyRef study) {
        return new StudyRequest(study, false, 200, "two-phase", "digits", Optional.empty());
    }

    private static void scrape(URI address) {
        try {
            while (!Thread.interrupted()) {
                SCRAPE.add(get(address).body());
                HEALTH.add(get(address.resolve("/healthz")).body());
                Thread.sleep(100);
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void everyExpression_findsItsMetricsAndLabelsAtTheEndpoint() throws IOException {
        Map<String, List<String>> problems = new TreeMap<>();
        Monitoring.expressions().forEach((where, expression) -> {
            List<String> found = SCRAPE.problems(expression, UNSEEN);
            if (!found.isEmpty()) {
                problems.put(where, found);
            }
        });
        assertThat(problems).isEmpty();
        assertThat(Monitoring.expressions()).hasSizeGreaterThan(60);
    }

    @Test
    void negativeControls_whatIsMisspeltIsNoticed() {
        assertThat(SCRAPE.problems("sum by (study) (rate(onset_commits_total[5m]))", Set.of()))
                .isEmpty();
        assertThat(SCRAPE.problems("sum by (study) (rate(onset_comits_total[5m]))", Set.of()))
                .anyMatch(problem -> problem.contains("no metric onset_comits_total"));
        assertThat(SCRAPE.problems("onset_commits_total{outcom=\"fenced\"}", Set.of()))
                .singleElement()
                .matches(problem -> problem.contains("no label outcom"));
        assertThat(SCRAPE.problems("onset_commits_total{outcome=\"fnced\"}", Set.of()))
                .singleElement()
                .matches(problem -> problem.contains("nothing matches"));
        assertThat(SCRAPE.problems("sum by (sudy) (onset_commits_total)", Set.of()))
                .singleElement()
                .matches(problem -> problem.contains("sudy"));
        assertThat(SCRAPE.problems("summ(onset_commits_total)", Set.of())).hasSize(1);
        assertThat(SCRAPE.problems("sum(5)", Set.of())).hasSize(1);
    }

    @Test
    void everyMetricOfOnset_isOnADashboardOrInAnAlert() throws IOException {
        String all = String.join("\n", Monitoring.expressions().values());
        assertThat(SCRAPE.labels("onset_").keySet())
                .allSatisfy(name -> assertThat(all).contains(name.replaceFirst("_(count|sum|max|bucket)$", "")));
    }

    @Test
    void labels_areFewAndOfClosedSets() {
        assertThat(SCRAPE.labels("onset_").values())
                .allSatisfy(labels -> assertThat(labels)
                        .hasSizeLessThanOrEqualTo(4)
                        .isSubsetOf(
                                "study",
                                "run",
                                "stage",
                                "result",
                                "outcome",
                                "code",
                                "operation",
                                "direction",
                                "task_queue",
                                "device",
                                "split",
                                "le"));
        assertThat(lastScrape.lines().filter(line -> !line.startsWith("#")).count())
                .isLessThan(2_000);
    }

    @Test
    void whatTheStudyDid_isWhatTheMetricsSay() {
        Map<String, String> study = Map.of("study", "digits-quick", "run", "network");
        assertThat(SCRAPE.sum("onset_training_steps_total", study)).isEqualTo(120);
        double committed = SCRAPE.sum("onset_commits_total", with(study, "outcome", "committed"));
        assertThat(committed).isPositive();
        assertThat(SCRAPE.sum("onset_commits_total", study)).isEqualTo(committed);
        assertThat(SCRAPE.sum("onset_stage_results_total", with(study, "stage", "train")))
                .isEqualTo(committed);
        // each checkpoint: two shards of four samples, a game an output, 2^6 coalitions and one row for the runner-up
        double observed = SCRAPE.sum("onset_stage_results_total", with(study, "stage", "interactions"));
        assertThat(observed).isEqualTo(2 * committed);
        assertThat(SCRAPE.sum("onset_extraction_seconds_count", study)).isGreaterThanOrEqualTo(4 * observed);
        assertThat(SCRAPE.sum("onset_forward_passes_total", study)).isGreaterThanOrEqualTo(4 * 64 * observed);
        assertThat(SCRAPE.sum("onset_certified_gap_max", study)).isBetween(0.0, 0.01);
        assertThat(SCRAPE.sum("onset_observed_step", study)).isEqualTo(120);
        assertThat(SCRAPE.sum("onset_order_centroid", study)).isBetween(1.0, 6.0);
        assertThat(SCRAPE.sum("onset_store_transferred_bytes_total", Map.of("direction", "written")))
                .isPositive();
        assertThat(SCRAPE.sum(
                        "onset_stage_failures_total",
                        Map.of("study", "absent", "stage", "plan", "code", "STORE_MISSING")))
                .isEqualTo(1);
    }

    private static Map<String, String> with(Map<String, String> labels, String name, String value) {
        Map<String, String> more = new TreeMap<>(labels);
        more.put(name, value);
        return more;
    }

    @Test
    void trainingThatIsOver_leavesNoGaugeThatAges() {
        assertThat(SCRAPE.names()).contains("onset_checkpoint_age_seconds", "onset_training_idle_seconds");
        assertThat(lastScrape).doesNotContain("onset_checkpoint_age_seconds{", "onset_training_idle_seconds{");
    }

    @Test
    void health_startsAndIsWellOnceQueuesArePolled() {
        assertThat(HEALTH.get(0)).contains("\"status\":\"starting\"");
        assertThat(HEALTH)
                .anyMatch(
                        body -> body.equals(
                                "{\"checks\":{\"store\":\"ok\",\"temporal\":\"ok\",\"work\":\"ok\",\"workers\":\"ok\"},\"status\":\"ok\"}"));
    }

    @Test
    void everyAlert_saysInOneLineWhatToDo() throws IOException {
        assertThat(Monitoring.alerts()).hasSizeGreaterThanOrEqualTo(15).allSatisfy((name, rule) -> {
            assertThat(rule.get("annotations").get("runbook").asText())
                    .as(name)
                    .isNotBlank()
                    .doesNotContain("\n");
            assertThat(rule.get("annotations").get("summary").asText()).isNotBlank();
            assertThat(rule.get("labels").get("severity").asText()).isIn("info", "warning", "critical");
        });
        assertThat(Monitoring.dashboards().keySet())
                .containsExactly("checkpoints.json", "fleet.json", "interactions.json", "store.json", "study.json");
        assertThat(Monitoring.provisioning())
                .allSatisfy(file -> assertThat(file).isRegularFile());
    }

    /** Keeps the import honest: what is embedded here is what a worker has. */
    @Test
    void withoutMetrics_nothingIsMeasured() {
        try (Metrics off = Metrics.off();
                EmbeddedTemporal temporal = new EmbeddedTemporal(off)) {
            assertThat(off.registry()).isEmpty();
            assertThat(MetricsEndpoint.start(Optional.of(MetricsAddress.parse("0")), off))
                    .isEmpty();
            assertThat(temporal.client()).isNotNull();
        }
    }
}
