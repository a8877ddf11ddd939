package dev.onset.infra.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No container engine is needed: the file is held against its schema and against what it promises. */
final class ComposeTest {
    private static final Path FILE = Yaml.root().resolve("docker-compose.yml");
    private static final Pattern PINNED = Pattern.compile(".+:v?[0-9]+\\.[0-9]+.*|.+:RELEASE\\.[0-9TZ-]+");
    private static final Pattern SECRET = Pattern.compile("(?i).*(PASSWORD|_PWD|SECRET|_USER|ACCESS_KEY).*");
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{[A-Z_]+:\\?[^}]+}");
    private static final Pattern SECONDS = Pattern.compile("([0-9]+)s");

    /** Everything wrong with a compose file's text; empty for ours. */
    private static List<String> faults(String text) {
        JsonNode compose = Yaml.documents(text).get(0);
        List<String> faults = new ArrayList<>(Yaml.faults("compose-spec.json", "", compose));
        services(compose).forEach((name, service) -> service(name, service, faults));
        return faults;
    }

    private static Map<String, JsonNode> services(JsonNode compose) {
        Map<String, JsonNode> services = new TreeMap<>();
        compose.get("services").fields().forEachRemaining(e -> services.put(e.getKey(), e.getValue()));
        return services;
    }

    private static void service(String name, JsonNode service, List<String> faults) {
        String image = service.path("image").asText().replaceAll("\\$\\{[A-Z_]+:-([^}]+)}", "$1");
        if (!PINNED.matcher(image).matches()) {
            faults.add(name + ": image not pinned: " + image);
        }
        if (service.path("healthcheck").path("test").isEmpty()) {
            faults.add(name + ": no health check");
        }
        service.path("ports").forEach(port -> {
            if (!port.asText().startsWith("127.0.0.1:")) {
                faults.add(name + ": port open to the network: " + port.asText());
            }
        });
        if (!service.path("read_only").asBoolean() && !name.equals("temporal-ui")) {
            faults.add(name + ": its file system can be written");
        }
        if (service.path("user").asText().isEmpty()
                || (service.path("user").asText().startsWith("0") && !name.equals("object-store-folder"))) {
            faults.add(name + ": runs as root");
        }
        if (!service.path("cap_drop").toString().contains("ALL")
                || !service.path("security_opt").toString().contains("no-new-privileges:true")
                || service.has("privileged")) {
            faults.add(name + ": keeps privileges");
        }
        service.path("environment").fields().forEachRemaining(e -> {
            String value = e.getValue().asText();
            boolean userName = value.equals("temporal") && e.getKey().endsWith("_USER");
            if (SECRET.matcher(e.getKey()).matches()
                    && !userName
                    && !REQUIRED.matcher(value).matches()) {
                faults.add(name + ": " + e.getKey() + " has a default or is written down");
            }
        });
        service.path("volumes").forEach(volume -> {
            String source = volume.asText().split(":", 2)[0];
            if (source.startsWith(".") && !Files.exists(Yaml.root().resolve(source))) {
                faults.add(name + ": mounts " + source + ", which does not exist");
            }
        });
        drain(name, service, faults);
    }

    private static void drain(String name, JsonNode service, List<String> faults) {
        List<String> command = new ArrayList<>();
        service.path("command").forEach(word -> command.add(word.asText()));
        int at = command.indexOf("--grace");
        if (command.contains("worker")) {
            Matcher stop = SECONDS.matcher(service.path("stop_grace_period").asText());
            if (at < 0 || !stop.matches() || Integer.parseInt(stop.group(1)) <= Integer.parseInt(command.get(at + 1))) {
                faults.add(name + ": stopped before its drain is over");
            }
        }
    }

    @Test
    void file_satisfiesTheComposeSchema_andEveryPromise() {
        assertThat(faults(Yaml.text(FILE))).isEmpty();
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
                "test: [CMD, pg_isready, -U, temporal]|disable: true|postgresql: no health check",
                "start_period: 60s|start_periode: 60s|start_periode",
                "condition: service_healthy|condition: service_is_healthy|service_is_healthy"
            })
    void negativeControl_everyPromiseBrokenIsFound(String good, String bad, String fault) {
        String text = Yaml.text(FILE);
        assertThat(text).contains(good);
        assertThat(String.join("\n", faults(text.replace(good, bad))))
                .contains(fault.equals("service_is_healthy") ? "condition" : fault);
    }

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(Yaml.root().resolve("infra/docker"))) {
            return files.filter(f -> f.toString().endsWith(".sh")).sorted().toList().stream();
        }
    }

    private static int parse(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyScript_parses_andStopsAtTheFirstError(Path script) throws Exception {
        assertThat(parse("sh", "-n", script.toString())).isZero();
        assertThat(parse("bash", "-n", script.toString())).isZero();
        assertThat(Yaml.text(script)).startsWith("#!/bin/sh\n").contains("\nset -eu\n");
        assertThat(script).isExecutable();
    }

    @Test
    void negativeControl_aBrokenScriptDoesNotParse() throws Exception {
        Path broken = Files.createTempFile("broken", ".sh");
        try {
            Files.writeString(broken, "if true; then echo\n");
            assertThat(parse("sh", "-n", broken.toString())).isNotZero();
        } finally {
            Files.delete(broken);
        }
    }

    @Test
    void image_runsUnprivileged_inExecForm_fromPinnedBases() {
        String dockerfile = Yaml.text(Yaml.root().resolve("infra/docker/Dockerfile"));
        assertThat(dockerfile.lines().filter(l -> l.startsWith("FROM ")))
                .hasSize(2)
                .allMatch(l -> PINNED.matcher(l.split(" ")[1]).matches());
        assertThat(dockerfile).contains("\nUSER 10001:10001\n", "\nENTRYPOINT [\"/usr/local/bin/onset\"]\n");
        assertThat(Yaml.text(Yaml.root().resolve("infra/docker/worker.sh"))).contains("\nexec java ");
    }
}
