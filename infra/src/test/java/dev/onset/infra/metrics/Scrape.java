package dev.onset.infra.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Samples read from a live endpoint, of one scrape or of several together, and what they say of an expression. */
public final class Scrape {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** What Prometheus adds to every sample it scrapes, and the sample it makes itself. */
    private static final Map<String, String> ADDED = Map.of("job", "onset", "instance", "127.0.0.1:9464");

    private final Map<String, Map<Map<String, String>, Double>> samples = new TreeMap<>();

    public Scrape() {
        samples.put("up", new HashMap<>(Map.of(ADDED, 1.0)));
    }

    /** Adds a scrape in the text format. */
    public synchronized Scrape add(String body) {
        for (String line : body.split("\n")) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new IllegalArgumentException("no sample: " + line);
            }
            Map<String, String> labels = new TreeMap<>(ADDED);
            Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
            samples.computeIfAbsent(sample.group(1), name -> new HashMap<>())
                    .put(labels, Double.parseDouble(sample.group(3).replace("+Inf", "Infinity")));
        }
        return this;
    }

    public Set<String> names() {
        return samples.keySet();
    }

    /** All label names of metrics that begin so. */
    public Map<String, Set<String>> labels(String prefix) {
        Map<String, Set<String>> labels = new TreeMap<>();
        samples.forEach((name, series) -> {
            if (name.startsWith(prefix)) {
                Set<String> names = labels.computeIfAbsent(name, n -> new TreeSet<>());
                series.keySet().forEach(labelled -> names.addAll(labelled.keySet()));
                names.removeAll(ADDED.keySet());
            }
        });
        return labels;
    }

    /** Number of series of a metric. */
    public int series(String name) {
        return samples.getOrDefault(name, Map.of()).size();
    }

    /** Sum of a metric's samples that have all these labels; the newest scrape counts. */
    public double sum(String name, Map<String, String> labels) {
        return samples.getOrDefault(name, Map.of()).entrySet().stream()
                .filter(sample -> sample.getKey().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /**
     * Why an expression would find nothing here, one line a reason.
     *
     * @param unseen selectors as {@code metric{label="value"}} that a healthy run cannot produce
     */
    public List<String> problems(String text, Set<String> unseen) {
        PromExpression expression;
        try {
            expression = PromExpression.parse(text);
        } catch (IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        List<String> problems = new ArrayList<>();
        Set<String> labels = new TreeSet<>();
        for (PromExpression.Selector selector : expression.selectors()) {
            Map<Map<String, String>, Double> series = samples.getOrDefault(selector.metric(), Map.of());
            series.keySet().forEach(found -> labels.addAll(found.keySet()));
            if (series.isEmpty()) {
                problems.add("no metric " + selector.metric() + " in: " + text);
                continue;
            }
            for (PromExpression.Matcher matcher : selector.matchers()) {
                String written =
                        selector.metric() + "{" + matcher.label() + matcher.op() + "\"" + matcher.value() + "\"}";
                boolean labelled = series.keySet().stream().anyMatch(found -> found.containsKey(matcher.label()));
                if (!labelled) {
                    problems.add(selector.metric() + " has no label " + matcher.label() + " in: " + text);
                } else if (!unseen.contains(written)
                        && series.keySet().stream()
                                .noneMatch(found -> matcher.accepts(found.getOrDefault(matcher.label(), "")))) {
                    problems.add("nothing matches " + written + " in: " + text);
                }
            }
        }
        for (String label : expression.grouped()) {
            if (!labels.contains(label)) {
                problems.add("no metric has the label " + label + ", by which it groups: " + text);
            }
        }
        return problems;
    }
}
