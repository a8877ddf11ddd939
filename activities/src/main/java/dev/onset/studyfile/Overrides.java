package dev.onset.studyfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Values given beside the study file.
 *
 * @param sets {@code key=value}: a dotted path (list entries by index, as in {@code network.layers.0.units}) and a YAML value
 * @param seed replaces the study's seed
 */
public record Overrides(List<String> sets, OptionalLong seed) {
    private static final int MAX_SETS = 1_000;

    public Overrides {
        sets = List.copyOf(sets);
    }

    /** No changes to the file. */
    public static Overrides none() {
        return new Overrides(List.of(), OptionalLong.empty());
    }

    /** Changes the file's tree; lists that only the defaults hold are copied before one of their entries changes. */
    void apply(ObjectNode tree, JsonNode defaults) {
        if (sets.size() > MAX_SETS) {
            throw Problems.invalid("--set", "is given " + sets.size() + " times; at most " + MAX_SETS + " are allowed");
        }
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals < 1) {
                throw Problems.invalid("--set " + Problems.quoted(set), "is not key=value");
            }
            String key = set.substring(0, equals).strip();
            JsonNode value = YamlTree.read(option(key), set.substring(equals + 1));
            if (value.isNull()) {
                throw Problems.invalid(option(key), "has no value; write " + option(key) + "=VALUE");
            }
            put(option(key), tree, defaults, key, value);
        }
        seed.ifPresent(s -> tree.put("seed", s));
    }

    /** The option that set a path or something around it, for messages; empty when the file did. */
    Optional<String> origin(String path) {
        if (seed.isPresent() && path.equals("seed")) {
            return Optional.of("--seed");
        }
        for (int i = sets.size() - 1; i >= 0; i--) {
            String key = sets.get(i).split("=", 2)[0].strip();
            if (path.equals(key) || path.startsWith(key + ".")) {
                return Optional.of("--set");
            }
        }
        return Optional.empty();
    }

    private static String option(String key) {
        return "--set " + Problems.oneLine(key);
    }

    /**
     * Sets a value at a dotted path.
     *
     * @param option what asks for it, which leads messages
     */
    static void put(String option, ObjectNode tree, JsonNode defaults, String key, JsonNode value) {
        List<String> steps = new ArrayList<>(List.of(key.split("\\.", -1)));
        if (steps.size() > 32 || steps.stream().anyMatch(String::isBlank)) {
            throw Problems.invalid(option, "is not a dotted path such as training.learningRate");
        }
        String last = steps.remove(steps.size() - 1);
        JsonNode node = tree;
        JsonNode fallback = defaults;
        for (String step : steps) {
            fallback = fallback.path(step);
            JsonNode child = node.isArray() ? entry(option, (ArrayNode) node, step) : node.get(step);
            if (child == null && node instanceof ObjectNode object) {
                child = fallback.isArray() ? fallback.deepCopy() : object.objectNode();
                object.set(step, child);
            }
            if (child == null || !child.isContainerNode()) {
                throw Problems.invalid(
                        option, "leads through '" + Problems.oneLine(step) + "', which is a single value");
            }
            node = child;
        }
        if (node instanceof ObjectNode object) {
            object.set(last, value);
        } else if (node instanceof ArrayNode array) {
            entry(option, array, last);
            array.set(Integer.parseInt(last), value);
        }
    }

    private static JsonNode entry(String option, ArrayNode array, String step) {
        if (!step.matches("[0-9]{1,6}") || Integer.parseInt(step) >= array.size()) {
            throw Problems.invalid(
                    option,
                    "names entry '" + Problems.oneLine(step) + "' of a list whose entries are 0.."
                            + (array.size() - 1));
        }
        return array.get(Integer.parseInt(step));
    }
}
