package dev.onset.infra.deployment;

import static dev.onset.infra.deployment.ComposeFaults.dashboards;
import static dev.onset.infra.deployment.ComposeFaults.faults;
import static dev.onset.infra.deployment.ComposeFaults.services;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.workflows.Queues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No container engine is needed: the file is held against its schema and against what it promises. */
@Tag("unit")
final class ComposeTest {
    private static final Path FILE = Yaml.root().resolve("docker-compose.yml");

    @Test
    void file_satisfiesTheComposeSchema_andEveryPromise() {
        assertThat(faults(Yaml.text(FILE))).isEmpty();
    }

    @Test
    void everyTaskQueueIsServed() {
        Set<String> served = new TreeSet<>();
        services(Yaml.documents(Yaml.text(FILE)).get(0))
                .forEach((name, service) -> served.addAll(Polled.queues(service.path("command"))));
        assertThat(served).containsExactlyInAnyOrderElementsOf(Queues.ACTIVITIES);
    }

    @Test
    void allOfTheProductionShapeIsThere() {
        JsonNode compose = Yaml.documents(Yaml.text(FILE)).get(0);
        assertThat(services(compose))
                .containsKeys(
                        "postgresql",
                        "temporal-schema",
                        "temporal",
                        "temporal-namespace",
                        "temporal-ui",
                        "object-store",
                        "object-store-bucket",
                        "prometheus",
                        "grafana",
                        "worker-train",
                        "worker-observe");
        assertThat(services(compose).get("worker-gpu").get("profiles").toString())
                .isEqualTo("[\"gpu\"]");
        // versions stand in one place
        List<String> versions = new ArrayList<>();
        compose.get("x-versions").forEach(v -> versions.add(v.asText()));
        services(compose)
                .forEach((name, service) -> assertThat(versions)
                        .as(name)
                        .contains(service.get("image").asText().replaceAll("\\$\\{[A-Z_]+:-([^}]+)}", "$1")));
        for (String worker : List.of("worker-train", "worker-observe")) {
            assertThat(services(compose).get(worker).get("depends_on").toString())
                    .contains("temporal-namespace", "object-store-bucket", "service_completed_successfully");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres:16.10-alpine3.22|postgres:latest|image not pinned",
                "127.0.0.1:7233:7233|7233:7233|open to the network",
                "127.0.0.1:9000:9000|0.0.0.0:9000:9000|open to the network",
                "${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}|${POSTGRES_PASSWORD:-temporal}|has a default",
                "${GRAFANA_PASSWORD:?set GRAFANA_PASSWORD}|admin|has a default",
                "stop_grace_period: 150s|stop_grace_period: 120s|before its drain is over",
                "docker/create-bucket.sh:|docker/make-bucket.sh:|does not exist",
                "read_only: true|read_only: false|can be written",
                "10001:10001|0:0|runs as root",
                "cap_drop: [ALL]|cap_drop: []|keeps privileges",
                "test: [CMD, pg_isready, -h, 127.0.0.1, -U, temporal]|disable: true|postgresql: no health check",
                "pg_isready, -h, 127.0.0.1|pg_isready|healthy on a socket",
                "./infra/docker/prometheus.yml|./infra/monitoring/prometheus.yml|targets in a file",
                "--config.file=/etc/onset/docker/|--config.file=/etc/onset/|no configuration",
                "worker-observe:|worker-observer:|target worker-observe:9464 is no service",
                "worker-observe:|worker-observer:|worker-observer is not scraped",
                "0.0.0.0:9464|0.0.0.0:9465|is no service with metrics",
                "./infra/monitoring/grafana/provisioning|./infra/docker|no provisioning",
                "PROMETHEUS_URL: http|PROMETHEUS: http|its provisioning needs PROMETHEUS_URL",
                "PROMETHEUS_URL: http://prometheus|PROMETHEUS_URL: http://127.0.0.1|its source is no service",
                "DASHBOARDS: /etc/onset/monitoring/|DASHBOARDS: /etc/onset/|no dashboards",
                "ONSET_NOTICE_URL:|ONSET_NOTICE:|ONSET_NOTICE_URL does not reach it",
                "AWS_CA_BUNDLE:|AWS_CA:|AWS_CA_BUNDLE does not reach it",
                "TEMPORAL_ADDRESS: ${TEMPORAL_SERVER|TEMPORAL: ${TEMPORAL_SERVER|TEMPORAL_ADDRESS does not reach it",
                "${TEMPORAL_KEY:-/dev/null}|${TEMPORAL_KEYS:-/dev/null}|KEY_PATH names a file that is not mounted",
                "PROFILES: -Pgpu|PROFILES: -Pcpu|worker-gpu: its image is not built for its device",
                "BASE: *cuda|BASE: *onset|worker-gpu: its image is not built for its device",
                "start_period: 60s|start_periode: 60s|start_periode",
                "condition: service_healthy|condition: service_is_healthy|service_is_healthy"
            })
    void negativeControl_everyPromiseBrokenIsFound(String good, String bad, String fault) {
        String text = Yaml.text(FILE);
        assertThat(text).contains(good);
        assertThat(String.join("\n", faults(text.replace(good, bad))))
                .contains(fault.equals("service_is_healthy") ? "condition" : fault);
    }

    @Test
    void negativeControl_dashboardsThatAskAnotherSourceAreFound() {
        List<String> faults = new ArrayList<>();
        dashboards(Yaml.root().resolve("infra/monitoring/dashboards"), "prometheus", faults);
        assertThat(String.join("\n", faults))
                .contains("fleet.json asks source onset-prometheus, there is prometheus", "study.json asks source");
    }
}
