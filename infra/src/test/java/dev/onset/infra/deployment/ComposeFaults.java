package dev.onset.infra.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is wrong with a compose file: against its schema, against what it promises, and against the files it mounts. */
final class ComposeFaults {
    static final Pattern PINNED = Pattern.compile(".+:v?[0-9]+\\.[0-9]+.*|.+:RELEASE\\.[0-9TZ-]+");
    private static final Pattern SECRET = Pattern.compile("(?i).*(PASSWORD|_PWD|SECRET|_USER|ACCESS_KEY).*");
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{[A-Z_]+:\\?[^}]+}");
    private static final Pattern MOUNT = Pattern.compile("(\\$\\{[^}]+}|[^:]+):([^:]+)(?::ro)?");
    private static final Pattern OPTIONAL_FILE = Pattern.compile("\\$\\{([A-Z_]+):\\+(/[^}]+)}");
    private static final Pattern CONFIGURATION = Pattern.compile("--config\\.file=(.+)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");
    private static final Pattern SECONDS = Pattern.compile("([0-9]+)s");

    private ComposeFaults() {}

    /** Everything wrong with a compose file's text; empty for ours. */
    static List<String> faults(String text) {
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

    static void dashboards(Path folder, String source, List<String> faults) {
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

    static Map<String, JsonNode> services(JsonNode compose) {
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
}
