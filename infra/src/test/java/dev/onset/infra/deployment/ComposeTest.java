package dev.onset.infra.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.workflows.Queues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No container engine is needed: the file is held against its schema and against what it promises. */
final class ComposeTest {
    private static final Path FILE = Yaml.root().resolve("docker-compose.yml");
    private static final Pattern PINNED = Pattern.compile(".+:v?[0-9]+\\.[0-9]+.*|.+:RELEASE\\.[0-9TZ-]+");
    private static final Pattern SECRET = Pattern.compile("(?i).*(PASSWORD|_PWD|SECRET|_USER|ACCESS_KEY).*");
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{[A-Z_]+:\\?[^}]+}");
    private static final Pattern MOUNT = Pattern.compile("(\\$\\{[^}]+}|[^:]+):([^:]+)(?::ro)?");
    private static final Pattern OPTIONAL_FILE = Pattern.compile("\\$\\{([A-Z_]+):\\+(/[^}]+)}");
    private static final Pattern CONFIGURATION = Pattern.compile("--config\\.file=(.+)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");
    private static final Pattern DEFAULT = Pattern.compile("\\$\\{[A-Z_]+:-([^}]+)}");
    private static final Pattern SECONDS = Pattern.compile("([0-9]+)s");

    /** Everything wrong with a compose file's text; empty for ours. */
    private static List<String> faults(String text) {
        JsonNode compose = Yaml.documents(text).get(0);
        List<String> faults = new ArrayList<>(Yaml.faults("compose-spec.json", "", compose));
        services(compose).forEach((name, service) -> service(name, service, faults));
        workers(compose, faults);
        monitoring(compose, faults);
        return faults;
    }

    private static boolean isWorker(JsonNode service) {
        return service.path("command").path(0).asText().equals("worker");
    }

    /** Where a file of the host is in a container. */
    private static Map<String, String> mounts(JsonNode service) {
        Map<String, String> mounts = new TreeMap<>();
        service.path("volumes").forEach(volume -> {
            // an interpolation has colons of its own
            Matcher parts = MOUNT.matcher(volume.asText());
            if (parts.matches()) {
                mounts.put(parts.group(2), parts.group(1));
            }
        });
        return mounts;
    }

    private static void workers(JsonNode compose, List<String> faults) {
        services(compose).forEach((name, service) -> {
            if (!isWorker(service)) {
                return;
            }
            JsonNode environment = service.path("environment");
            for (String variable : Variables.ofWorkers()) {
                if (!environment.has(variable)) {
                    faults.add(name + ": " + variable + " does not reach it");
                }
            }
            environment.fields().forEachRemaining(e -> {
                Matcher file = OPTIONAL_FILE.matcher(e.getValue().asText());
                if (file.matches()
                        && !("${" + file.group(1) + ":-/dev/null}")
                                .equals(mounts(service).get(file.group(2)))) {
                    faults.add(name + ": " + e.getKey() + " names a file that is not mounted");
                }
            });
            boolean gpu = service.path("command").toString().contains("\"cuda\"");
            JsonNode arguments = service.path("build").path("args");
            if (gpu != arguments.path("PROFILES").asText().contains("-Pgpu")
                    || gpu != arguments.path("BASE").asText().matches("nvidia/cuda:12\\.[0-9.]+-cudnn-runtime-.+")) {
                faults.add(name + ": its image is not built for its device");
            }
        });
    }

    @Test
    void everyTaskQueueIsServed() throws IOException {
        Set<String> served = new TreeSet<>();
        services(Yaml.documents(Yaml.text(FILE)).get(0))
                .forEach((name, service) -> served.addAll(Polled.queues(service.path("command"))));
        assertThat(served).containsExactlyInAnyOrderElementsOf(Queues.ACTIVITIES);
    }

    /** What of infra/monitoring a service reads, at its place in the repository. */
    private static Path onHost(JsonNode service, String inContainer) {
        String path = inContainer;
        String rest = "";
        while (!path.isEmpty()) {
            String source = mounts(service).get(path);
            if (source != null) {
                return Yaml.root().resolve(source + rest).normalize();
            }
            rest = path.substring(path.lastIndexOf('/')) + rest;
            path = path.substring(0, path.lastIndexOf('/'));
        }
        return Path.of("/nowhere" + inContainer);
    }

    private static void monitoring(JsonNode compose, List<String> faults) {
        JsonNode prometheus = services(compose).get("prometheus");
        Matcher option =
                CONFIGURATION.matcher(prometheus.path("command").path(0).asText());
        Path configuration =
                option.matches() ? onHost(prometheus, option.group(1)) : Path.of("no option --config.file first");
        if (Files.exists(configuration)) {
            scraped(compose, Yaml.documents(Yaml.text(configuration)).get(0), faults);
        } else {
            faults.add("prometheus: no configuration at " + configuration);
        }
        JsonNode grafana = services(compose).get("grafana");
        Path provisioning = onHost(grafana, "/etc/grafana/provisioning");
        if (!Files.exists(provisioning.resolve("datasources/prometheus.yml"))) {
            faults.add("grafana: no provisioning at " + provisioning);
            return;
        }
        String sources = Yaml.text(provisioning.resolve("datasources/prometheus.yml"));
        String boards = Yaml.text(provisioning.resolve("dashboards/onset.yml"));
        Matcher variables = VARIABLE.matcher(sources + boards);
        while (variables.find()) {
            if (!grafana.path("environment").has(variables.group(1))) {
                faults.add("grafana: its provisioning needs " + variables.group(1));
            }
        }
        String url = grafana.path("environment").path("PROMETHEUS_URL").asText();
        if (!url.equals("http://prometheus:9090")) {
            faults.add("grafana: its source is no service: " + url);
        }
        dashboards(
                onHost(grafana, grafana.path("environment").path("DASHBOARDS").asText("/")),
                Yaml.documents(sources).get(0).at("/datasources/0/uid").asText(),
                faults);
    }

    private static void dashboards(Path folder, String source, List<String> faults) {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(f -> f.toString().endsWith(".json")).forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (files.isEmpty()) {
            faults.add("grafana: no dashboards at " + folder);
        }
        for (Path file : files) {
            // JSON is YAML
            Yaml.documents(Yaml.text(file)).get(0).findParents("datasource").forEach(panel -> {
                String uid = panel.path("datasource").path("uid").asText();
                // Grafana's own, for annotations
                if (!uid.equals(source) && !uid.equals("-- Grafana --")) {
                    faults.add("grafana: " + file.getFileName() + " asks source " + uid + ", there is " + source);
                }
            });
        }
    }

    /** Every target is a worker at the port of its metrics, and every worker is a target. */
    private static void scraped(JsonNode compose, JsonNode configuration, List<String> faults) {
        List<String> targets = new ArrayList<>();
        for (JsonNode job : configuration.path("scrape_configs")) {
            if (!job.path("job_name").asText().equals("onset")) {
                faults.add("prometheus: alerts look for the job onset");
            }
            job.findValues("targets").forEach(list -> list.forEach(target -> targets.add(target.asText())));
            for (JsonNode lookup : job.path("dns_sd_configs")) {
                lookup.path("names")
                        .forEach(name -> targets.add(
                                name.asText() + ":" + lookup.path("port").asText()));
            }
            if (job.has("file_sd_configs")) {
                faults.add("prometheus: targets in a file that services do not follow");
            }
        }
        Map<String, JsonNode> services = services(compose);
        for (String target : targets) {
            String[] parts = target.split(":");
            if (!services.containsKey(parts[0])
                    || !services.get(parts[0]).path("command").toString().contains("\"0.0.0.0:" + parts[1] + "\"")) {
                faults.add("prometheus: target " + target + " is no service with metrics");
            }
        }
        services.forEach((name, service) -> {
            if (isWorker(service) && targets.stream().noneMatch(target -> target.startsWith(name + ":"))) {
                faults.add("prometheus: " + name + " is not scraped");
            }
        });
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
        JsonNode check = service.path("healthcheck").path("test");
        if (check.isEmpty()) {
            faults.add(name + ": no health check");
        } else if (check.toString().contains("pg_isready") && !check.toString().contains("\"-h\",\"127.0.0.1\"")) {
            faults.add(name + ": healthy on a socket before it is on TCP");
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

    @Test
    void everyOptionalVariable_isInTheExample_andTheOtherWayRound() {
        Set<String> used = new TreeSet<>();
        Matcher uses = Pattern.compile("\\$\\{([A-Z_]+):").matcher(Yaml.text(FILE));
        while (uses.find()) {
            used.add(uses.group(1));
        }
        assertThat(Yaml.text(Yaml.root().resolve("infra/docker/.env.example"))
                        .lines()
                        .filter(l -> l.matches("[A-Z_]+="))
                        .map(l -> l.substring(0, l.length() - 1)))
                .containsExactlyInAnyOrderElementsOf(used);
    }

    /** The commands in the file's head, run by a shell that has nothing but a copy of the example. */
    @Test
    void theStartUpCommands_giveTheCommandLineTheStoreOfThisFile(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve(".env"),
                Yaml.text(Yaml.root().resolve("infra/docker/.env.example"))
                        .replace("OBJECT_STORE_USER=", "OBJECT_STORE_USER=somebody")
                        .replace("OBJECT_STORE_PASSWORD=", "OBJECT_STORE_PASSWORD=canary"));
        Path onset = Files.createDirectory(folder.resolve("infra")).resolve("onset");
        Files.writeString(onset, "#!/bin/sh\nenv\necho \"arguments=$*\"\n");
        assertThat(onset.toFile().setExecutable(true)).isTrue();
        List<String> commands = Yaml.text(FILE)
                .lines()
                .takeWhile(l -> l.startsWith("#"))
                .filter(l -> l.matches("#   (\\. |export |infra/onset ).*"))
                .map(l -> l.substring(4))
                .toList();
        Process shell = new ProcessBuilder(
                        "env", "-i", "PATH=" + System.getenv("PATH"), "sh", "-euc", String.join("\n", commands))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(output).isZero();
        assertThat(output.lines())
                .contains(
                        "AWS_ENDPOINT_URL_S3=http://127.0.0.1:9000",
                        "AWS_ACCESS_KEY_ID=somebody",
                        "AWS_SECRET_ACCESS_KEY=canary",
                        "arguments=run digits --temporal 127.0.0.1:7233 --store s3://onset/studies");
        // these are the addresses that the services have on this machine
        JsonNode compose = Yaml.documents(Yaml.text(FILE)).get(0);
        assertThat(services(compose).get("object-store").get("ports").toString())
                .contains("127.0.0.1:9000:9000");
        assertThat(services(compose).get("temporal").get("ports").toString()).contains("127.0.0.1:7233:7233");
        JsonNode worker = services(compose).get("worker-train");
        assertThat(worker.get("environment").get("ONSET_STORE").asText()).isEqualTo("s3://onset/studies");
        assertThat(DEFAULT.matcher(worker.at("/environment/TEMPORAL_ADDRESS").asText())
                        .replaceAll("$1"))
                .isEqualTo("temporal:7233");
        assertThat(DEFAULT.matcher(worker.at("/environment/AWS_ENDPOINT_URL_S3").asText())
                        .replaceAll("$1"))
                .isEqualTo("http://object-store:9000");
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
        // a base that is given must be declared before the first stage
        String base = dockerfile
                .substring(0, dockerfile.indexOf("\nFROM "))
                .lines()
                .filter(l -> l.startsWith("ARG BASE="))
                .collect(Collectors.joining())
                .replace("ARG BASE=", "");
        assertThat(dockerfile.lines().filter(l -> l.startsWith("FROM ")).map(l -> l.replace("${BASE}", base)))
                .hasSize(2)
                .allMatch(l -> PINNED.matcher(l.split(" ")[1]).matches());
        assertThat(dockerfile).contains("\nFROM ${BASE}\n", "echo openjdk-17-jre-headless", "mvn -q -B ${PROFILES} ");
        // the head of the file says what compose does
        assertThat(dockerfile)
                .contains("--build-arg BASE="
                        + Yaml.documents(Yaml.text(FILE))
                                .get(0)
                                .at("/x-versions/cuda")
                                .asText() + " ");
        assertThat(dockerfile).contains("\nUSER 10001:10001\n", "\nENTRYPOINT [\"/usr/local/bin/onset\"]\n");
        assertThat(Yaml.text(Yaml.root().resolve("infra/docker/worker.sh"))).contains("\nexec java ");
    }
}
