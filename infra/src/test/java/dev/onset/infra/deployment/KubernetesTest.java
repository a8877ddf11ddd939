package dev.onset.infra.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.workflows.Queues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against the schemas of the API, unknown fields refused, as a dry run against a cluster would. */
@Tag("unit")
final class KubernetesTest {
    private static final Path FOLDER = Yaml.root().resolve("infra/kubernetes");
    private static final Map<String, String> SCHEMAS = Map.of(
            "apps/v1 Deployment", "io.k8s.api.apps.v1.Deployment",
            "policy/v1 PodDisruptionBudget", "io.k8s.api.policy.v1.PodDisruptionBudget",
            "v1 ConfigMap", "io.k8s.api.core.v1.ConfigMap",
            "networking.k8s.io/v1 NetworkPolicy", "io.k8s.api.networking.v1.NetworkPolicy");

    private static String manifests() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".yaml"))
                    .sorted()
                    .map(Yaml::text)
                    .collect(Collectors.joining("---\n"));
        }
    }

    private static List<String> faults(String text) {
        List<String> faults = new ArrayList<>();
        for (JsonNode document : Yaml.documents(text)) {
            String kind = document.path("apiVersion").asText() + " "
                    + document.path("kind").asText();
            String schema = SCHEMAS.get(kind);
            if (schema == null) {
                faults.add("no such kind: " + kind);
                continue;
            }
            faults.addAll(Yaml.faults("kubernetes-1.34.0.json", schema, document));
            if (kind.equals("apps/v1 Deployment")) {
                deployment(document, faults);
                told(document, settings(text), faults);
            }
        }
        return faults;
    }

    private static JsonNode settings(String text) {
        return Yaml.documents(text).stream()
                .filter(document -> document.path("kind").asText().equals("ConfigMap"))
                .map(document -> document.path("data"))
                .findFirst()
                .orElseThrow();
    }

    /** Every variable that workers know reaches them; what is secret by a secret that need not be there. */
    private static void told(JsonNode deployment, JsonNode settings, List<String> faults) {
        String name = deployment.at("/metadata/name").asText();
        JsonNode pod = deployment.at("/spec/template/spec");
        JsonNode worker = pod.at("/containers/0");
        Set<String> known = new TreeSet<>();
        settings.fieldNames().forEachRemaining(known::add);
        worker.path("env").forEach(variable -> {
            known.add(variable.path("name").asText());
            JsonNode secret = variable.at("/valueFrom/secretKeyRef");
            if (!secret.path("name").asText().equals("onset-store")
                    && !secret.path("optional").asBoolean()) {
                faults.add(
                        name + ": does not start without " + secret.path("name").asText());
            }
        });
        for (String variable : Variables.ofWorkers()) {
            if (!known.contains(variable)) {
                faults.add(name + ": " + variable + " does not reach it");
            }
        }
        Map<String, String> places = new TreeMap<>();
        worker.path("volumeMounts")
                .forEach(mount -> places.put(
                        mount.path("name").asText(), mount.path("mountPath").asText()));
        boolean[] certificates = {false};
        pod.path("volumes").forEach(volume -> {
            JsonNode secret = volume.path("secret");
            if (secret.path("secretName").asText().equals("onset-certificates")) {
                certificates[0] = secret.path("optional").asBoolean()
                        && "/certificates".equals(places.get(volume.path("name").asText()));
            }
        });
        if (!certificates[0]) {
            faults.add(name + ": certificates are not mounted, or must be there");
        }
    }

    private static void deployment(JsonNode deployment, List<String> faults) {
        String name = deployment.at("/metadata/name").asText();
        JsonNode pod = deployment.at("/spec/template/spec");
        if (!deployment.at("/spec/selector/matchLabels").equals(deployment.at("/spec/template/metadata/labels"))) {
            faults.add(name + ": selects other pods than its own");
        }
        if (!pod.at("/securityContext/runAsNonRoot").asBoolean()) {
            faults.add(name + ": may run as root");
        }
        List<JsonNode> containers = new ArrayList<>();
        pod.path("containers").forEach(containers::add);
        pod.path("initContainers").forEach(containers::add);
        for (JsonNode container : containers) {
            JsonNode context = container.path("securityContext");
            if (!context.path("readOnlyRootFilesystem").asBoolean()
                    || context.path("allowPrivilegeEscalation").asBoolean(true)
                    || !context.path("capabilities").path("drop").toString().contains("ALL")) {
                faults.add(name + ": keeps privileges");
            }
            container.path("env").forEach(variable -> {
                if (variable.path("name").asText().matches(".*(KEY|SECRET).*") && variable.has("value")) {
                    faults.add(name + ": a secret is written down");
                }
            });
        }
        JsonNode worker = pod.at("/containers/0");
        List<String> args = new ArrayList<>();
        worker.path("args").forEach(word -> args.add(word.asText()));
        int grace = Integer.parseInt(args.get(args.indexOf("--grace") + 1));
        if (pod.path("terminationGracePeriodSeconds").asInt() <= grace) {
            faults.add(name + ": stopped before its drain is over");
        }
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            if (!worker.path(probe).at("/httpGet/path").asText().equals("/healthz")) {
                faults.add(name + ": no " + probe);
            }
        }
    }

    @Test
    void manifests_satisfyTheirSchemas_andEveryPromise() throws IOException {
        assertThat(faults(manifests())).isEmpty();
    }

    @Test
    void aDeploymentAndABudgetForEachQueue_gpusForObservations() throws IOException {
        List<String> names = Yaml.documents(manifests()).stream()
                .map(d -> d.get("kind").asText() + " " + d.at("/metadata/name").asText())
                .toList();
        for (String queue : List.of("train", "observe", "observe-gpu", "fit")) {
            assertThat(names).contains("Deployment onset-" + queue, "PodDisruptionBudget onset-" + queue);
        }
        JsonNode pod = Yaml.documents(Yaml.text(FOLDER.resolve("observe-gpu.yaml")))
                .get(0)
                .at("/spec/template/spec");
        assertThat(pod.path("nodeSelector").toString()).contains("nvidia.com/gpu.present");
        assertThat(pod.at("/containers/0/resources/limits")
                        .path("nvidia.com/gpu")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void everyTaskQueueIsServed() throws IOException {
        Set<String> served = new TreeSet<>();
        Yaml.documents(manifests())
                .forEach(d -> served.addAll(Polled.queues(d.at("/spec/template/spec/containers/0/args"))));
        assertThat(served).containsExactlyInAnyOrderElementsOf(Queues.ACTIVITIES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "terminationGracePeriodSeconds: 150|terminationGracePeriodSeconds: 120|before its drain is over",
                "terminationGracePeriodSeconds: 150|terminationGracePeriodSecond: 150|terminationGracePeriodSecond",
                "replicas: 2|replicas: two|integer",
                "apps/v1|apps/v1beta1|no such kind",
                "runAsNonRoot: true|runAsNonRoot: false|may run as root",
                "readOnlyRootFilesystem: true|readOnlyRootFilesystem: false|keeps privileges",
                "path: /healthz|path: /health|no livenessProbe",
                "valueFrom: { secretKeyRef: { name: onset-store, key: secret-key } }|value: hunter2|written down",
                "maxUnavailable: 1|minUnavailable: 1|minUnavailable",
                "periodSeconds: 15|periodSeconds:|integer",
                "name: ONSET_NOTICE_URL|name: ONSET_NOTICE|ONSET_NOTICE_URL does not reach it",
                "name: onset-notice, key: url, optional: true|name: onset-notice, key: url|not start without onset-notice",
                "AWS_CA_BUNDLE:|AWS_CA:|AWS_CA_BUNDLE does not reach it",
                "TEMPORAL_TLS_CLIENT_KEY_PATH:|TEMPORAL_TLS_CLIENT_KEY:|CLIENT_KEY_PATH does not reach it",
                "secretName: onset-certificates, optional: true|secretName: onset-certificates|certificates are not mounted",
                "mountPath: /certificates|mountPath: /certificate|certificates are not mounted",
                "containerPort: 9464|port: 9464|containerPort"
            })
    void negativeControl_everyPromiseBrokenIsFound(String good, String bad, String fault) throws IOException {
        String text = manifests();
        assertThat(text).contains(good);
        assertThat(String.join("\n", faults(text.replace(good, bad)))).contains(fault);
    }
}
