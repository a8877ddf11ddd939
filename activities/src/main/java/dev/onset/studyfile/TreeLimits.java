package dev.onset.studyfile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.UnaryOperator;

/** Bounds whose message needs more than a range, or which must hold before records are built. */
final class TreeLimits {
    private static final int MAX_RULES = 100;

    private TreeLimits() {}

    static void check(JsonNode tree, UnaryOperator<String> origin) {
        data(tree.path("data"), origin);
        for (String rule : List.of("log", "linear")) {
            int rules = tree.path("checkpoints").path(rule).size();
            if (rules > MAX_RULES) {
                String here = "checkpoints." + rule;
                throw Problems.invalid(
                        origin.apply(here), here + " has " + rules + " rules; at most " + MAX_RULES + " are allowed");
            }
        }
    }

    private static void data(JsonNode data, UnaryOperator<String> origin) {
        String source = data.path("source").asText("");
        List<String> names = Defaults.dataSets().stream()
                .map(name -> Defaults.BUNDLED + name)
                .toList();
        if (source.startsWith(Defaults.BUNDLED) && !names.contains(source)) {
            throw Problems.invalid(
                    origin.apply("data.source"),
                    "data.source is " + Problems.quoted(source) + "; it must be a path or one of "
                            + String.join(", ", names));
        }
    }
}
