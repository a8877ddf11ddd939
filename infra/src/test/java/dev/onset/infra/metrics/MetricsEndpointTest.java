package dev.onset.infra.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.temporal.EmbeddedTemporal;
import dev.onset.store.FaultyStore;
import dev.onset.store.FaultyStore.Fault;
import dev.onset.store.MemoryStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class MetricsEndpointTest {
    private final Metrics metrics = Metrics.on();
    private final MetricsEndpoint endpoint = MetricsEndpoint.start(Optional.of(MetricsAddress.parse("0")), metrics)
            .orElseThrow();

    @AfterEach
    void close() {
        endpoint.close();
        metrics.close();
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        URI address = endpoint.address().resolve(path);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void metrics_areTextThatPrometheusReads() throws Exception {
        HttpResponse<String> answer = ask("GET", "/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(new Scrape().add(answer.body()).names()).contains("jvm_memory_used_bytes", "process_cpu_usage");
    }

    @Test
    void whatIsNotOffered_isRefused() throws Exception {
        assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/metricsandmore").statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/metrics").statusCode()).isEqualTo(405);
        assertThat(ask("HEAD", "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void withoutAHost_onlyThisMachineIsAnswered() {
        assertThat(endpoint.address().getHost()).isEqualTo("127.0.0.1");
        assertThat(MetricsAddress.parse("9464")).isEqualTo(new MetricsAddress("127.0.0.1", 9464));
        assertThat(MetricsAddress.parse("0.0.0.0:9464")).isEqualTo(new MetricsAddress("0.0.0.0", 9464));
        assertThat(MetricsAddress.parse("[::1]:9464")).isEqualTo(new MetricsAddress("[::1]", 9464));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", ":9464", "1:2:3", "70000", "-1", "127.0.0.1:http"})
    void addressesThatAreNone_areBadInput(String text) {
        assertThatThrownBy(() -> MetricsAddress.parse(text))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("[HOST:]PORT")
                .matches(e -> ((OnsetException) e).code() == ErrorCode.STUDY_INVALID);
    }

    @Test
    void portThatIsTaken_isBadInputThatNamesIt() {
        String taken = String.valueOf(endpoint.address().getPort());
        assertThatThrownBy(() -> MetricsEndpoint.start(Optional.of(MetricsAddress.parse(taken)), metrics))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("127.0.0.1:" + taken)
                .hasMessageContaining("nothing was started");
    }

    @Test
    void health_isStartingThenFailsWithTheReasonAndRecovers() throws Exception {
        assertThat(ask("GET", "/healthz").statusCode()).isEqualTo(503);
        assertThat(ask("GET", "/healthz").body()).isEqualTo("{\"checks\":{},\"status\":\"starting\"}");
        FaultyStore store = new FaultyStore(new MemoryStore());
        metrics.metered(store);
        store.plan(Fault.DISK_FULL, "probe/", 1);
        HttpResponse<String> failing = eventually(503, "DISK_FULL");
        assertThat(failing.body()).contains("\"status\":\"failing\"");
        assertThat(eventually(200, "ok").body()).isEqualTo("{\"checks\":{\"store\":\"ok\"},\"status\":\"ok\"}");
    }

    @Test
    void healthWithoutPollersOrServer_fails() {
        EmbeddedTemporal temporal = new EmbeddedTemporal(metrics);
        metrics.watchWorkers(temporal.client(), Set.of("train"));
        Health health = new Health(metrics::checks, 4_000);
        assertThat(health.report().checks())
                .containsEntry("workers", "nobody polls the task queues train")
                .containsEntry("temporal", "ok");
        temporal.close();
        assertThat(new Health(metrics::checks, 4_000).report().checks().get("temporal"))
                .contains("the Temporal server does not answer");
    }

    @Test
    void answersAreKeptForAMoment_butNoneThatLacksWhatIsAskedByNow() {
        AtomicInteger asked = new AtomicInteger();
        List<HealthCheck> checks = new ArrayList<>(List.of(new HealthCheck("store", () -> {
            asked.incrementAndGet();
            return Optional.empty();
        })));
        try (Health health = new Health(() -> List.copyOf(checks), 4_000)) {
            health.report();
            assertThat(health.report().checks()).containsOnlyKeys("store");
            assertThat(asked).as("the second answer is the first").hasValue(1);
            checks.add(new HealthCheck("workers", Optional::empty));
            assertThat(health.report().checks()).containsOnlyKeys("store", "workers");
        }
    }

    @Test
    void checkThatHangs_isGivenUpAndSaid() {
        CountDownLatch never = new CountDownLatch(1);
        HealthCheck hanging = new HealthCheck("store", () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        });
        try (Health health = new Health(() -> List.of(hanging), 50)) {
            assertThat(health.report().checks()).containsEntry("store", "no answer within 50 ms");
            assertThat(health.report().ok()).isFalse();
        }
    }

    @Test
    void checkThatHangs_isAskedOnce_holdsNobodyUpLongerThanStated_andItsAnswerIsToldLater() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        HealthCheck hanging = new HealthCheck("store", () -> {
            asked.incrementAndGet();
            boolean interrupted = false;
            while (true) { // as a client of a store that hears no interrupt
                try {
                    answers.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return Optional.of("the store is away");
        });
        HealthCheck quick = new HealthCheck("temporal", Optional::empty);
        try (Health health = new Health(() -> List.of(hanging, quick), 200)) {
            long began = System.nanoTime();
            assertThat(health.report().checks()).containsEntry("temporal", "ok");
            assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
            Thread.sleep(2_100); // longer than an answer is kept
            assertThat(health.report().checks().get("store")).startsWith("no answer within 2");
            assertThat(asked).as("one that is under way is not asked again").hasValue(1);
            answers.countDown();
            Thread.sleep(2_100);
            assertThat(health.report().checks()).containsEntry("store", "the store is away");
        }
    }

    @Test
    void workerThatTakesNoWork_isNotWell_withTheReason_andHasAMetric() throws Exception {
        Map<ErrorCode, String> problems = new ConcurrentHashMap<>();
        problems.put(ErrorCode.DISK_FULL, "takes no work of train: DISK_FULL: no space is left");
        metrics.watchFitness(() -> problems);
        assertThat(eventually(503, "takes no work of train: DISK_FULL").body()).contains("\"work\"");
        assertThat(ask("GET", "/metrics").body())
                .contains("onset_worker_withdrawn{code=\"DISK_FULL\"} 1.0")
                .contains("onset_worker_withdrawn{code=\"STORE_REFUSED\"} 0.0");
        problems.clear();
        assertThat(eventually(200, "ok").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> eventually(int status, String text) throws Exception {
        HttpResponse<String> answer = ask("GET", "/healthz");
        for (int i = 0;
                i < 60 && !(answer.statusCode() == status && answer.body().contains(text));
                i++) {
            Thread.sleep(100);
            answer = ask("GET", "/healthz");
        }
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(text);
        return answer;
    }
}
