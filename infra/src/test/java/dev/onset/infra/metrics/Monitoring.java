package dev.onset.infra.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files an operator loads into Prometheus and Grafana, and the expressions in them. */
public final class Monitoring {
    /** Where they are, from a module's folder. */
    public static final Path FOLDER = Path.of("monitoring");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern VARIABLE = Pattern.compile("label_values\\((.*), *([a-z_]+)\\)");

    private Monitoring() {}

    /** The rules, by alert. */
    public static Map<String, JsonNode> alerts() throws IOException {
        Map<String, JsonNode> alerts = new TreeMap<>();
        JsonNode file = YAML.readTree(FOLDER.resolve("alerts.yml").toFile());
        for (JsonNode group : file.get("groups")) {
            for (JsonNode rule : group.get("rules")) {
                alerts.put(rule.get("alert").asText(), rule);
            }
        }
        return alerts;
    }

    /** The dashboards, by file name. */
    public static Map<String, JsonNode> dashboards() throws IOException {
        Map<String, JsonNode> dashboards = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER.resolve("dashboards"))) {
            for (Path file : files.toList()) {
                dashboards.put(file.getFileName().toString(), new ObjectMapper().readTree(file.toFile()));
            }
        }
        return dashboards;
    }

    /** Every expression of alerts, panels and variables, by where it stands. */
    public static Map<String, String> expressions() throws IOException {
        Map<String, String> expressions = new TreeMap<>();
        alerts().forEach((name, rule) ->
                expressions.put("alerts.yml, " + name, rule.get("expr").asText()));
        dashboards().forEach((file, dashboard) -> {
            for (JsonNode panel : dashboard.get("panels")) {
                for (JsonNode target : panel.get("targets")) {
                    expressions.put(
                            file + ", " + panel.get("title").asText() + ", "
                                    + target.get("refId").asText(),
                            target.get("expr").asText());
                }
            }
            for (JsonNode variable : dashboard.get("templating").get("list")) {
                Matcher query =
                        VARIABLE.matcher(variable.get("query").get("query").asText());
                if (!query.matches()) {
                    throw new IllegalArgumentException(file + ": variable " + variable.get("name"));
                }
                expressions.put(
                        file + ", variable " + variable.get("name").asText(),
                        "count by (" + query.group(2) + ") (" + query.group(1) + ")");
            }
        });
        return expressions;
    }

    /** Folders and files that must be there for Prometheus and Grafana to start with. */
    public static List<Path> provisioning() {
        return List.of(
                FOLDER.resolve("prometheus.yml"),
                FOLDER.resolve("targets.yml"),
                FOLDER.resolve("grafana/provisioning/datasources/prometheus.yml"),
                FOLDER.resolve("grafana/provisioning/dashboards/onset.yml"));
    }

    /** Lets a test count what waits without a server that can. */
    public static void pretendWaiting(Metrics metrics, long waiting) {
        metrics.watchOperators(what -> waiting, java.time.Duration.ofSeconds(1));
        metrics.watchQueues(queue -> waiting, java.util.Set.of(), java.time.Duration.ofSeconds(1));
    }
}
