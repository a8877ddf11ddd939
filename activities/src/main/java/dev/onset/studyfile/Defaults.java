package dev.onset.studyfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onset.kind.Kind;
import java.util.List;
import java.util.Map;

/**
 * Lays a study file over the defaults of its kind, which are YAML resources that people can read. Sections merge key by
 * key; lists, checkpoint schedules and sections of another kind or type replace the default as a whole.
 */
final class Defaults {
    static final String BUNDLED = "bundled:";
    private static final List<String> DISCRIMINATORS = List.of("kind", "type");
    private static final JsonNode LAYERS = Resources.tree(Defaults.class, "layers.yaml");
    private static final JsonNode DATA = Resources.tree(Defaults.class, "bundled-data.yaml");

    private Defaults() {}

    /** The defaults of a kind of study. */
    static JsonNode of(Kind kind) {
        return Resources.tree(kind.getClass(), "defaults.yaml");
    }

    /** Names of the data sets that come with Onset. */
    static List<String> dataSets() {
        return DATA.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** The file's tree, completed. */
    static ObjectNode complete(ObjectNode file, JsonNode kindDefaults) {
        ObjectNode defaults = kindDefaults.deepCopy();
        String source = file.path("data").path("source").asText("");
        if (source.startsWith(BUNDLED) && defaults.get("data") instanceof ObjectNode data) {
            JsonNode known = DATA.path(source.substring(BUNDLED.length()));
            if (known instanceof ObjectNode set) {
                data.setAll(set.deepCopy());
            }
        }
        ObjectNode complete = overlay(defaults, file);
        layers(complete.path("network").path("layers"));
        schedule(complete);
        return complete;
    }

    private static ObjectNode overlay(ObjectNode below, ObjectNode above) {
        ObjectNode result = below.deepCopy();
        for (Map.Entry<String, JsonNode> entry : above.properties()) {
            String key = entry.getKey();
            boolean merges = !key.equals("checkpoints")
                    && result.get(key) instanceof ObjectNode a
                    && entry.getValue() instanceof ObjectNode b
                    && sameVariant(a, b);
            if (merges) {
                result.set(key, overlay((ObjectNode) result.get(key), (ObjectNode) entry.getValue()));
            } else {
                result.set(key, entry.getValue().deepCopy());
            }
        }
        return result;
    }

    private static boolean sameVariant(ObjectNode below, ObjectNode above) {
        return DISCRIMINATORS.stream()
                .allMatch(key -> !above.has(key) || above.get(key).equals(below.get(key)));
    }

    private static void layers(JsonNode layers) {
        if (layers instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i) instanceof ObjectNode layer
                        && LAYERS.path(layer.path("type").asText("")) instanceof ObjectNode defaults) {
                    array.set(i, overlay(defaults, layer));
                }
            }
        }
    }

    /** Rules not given are none; a log or linear rule without an end runs to the last step. */
    private static void schedule(ObjectNode complete) {
        JsonNode steps = complete.path("training").path("steps");
        if (complete.get("checkpoints") instanceof ObjectNode checkpoints) {
            for (String rule : List.of("log", "linear", "explicit")) {
                if (!checkpoints.has(rule)) {
                    checkpoints.putArray(rule);
                }
            }
        }
        for (String rule : List.of("log", "linear")) {
            for (JsonNode entry : complete.path("checkpoints").path(rule)) {
                if (entry instanceof ObjectNode object && !object.has("to") && steps.isIntegralNumber()) {
                    object.set("to", steps);
                }
            }
        }
    }
}
