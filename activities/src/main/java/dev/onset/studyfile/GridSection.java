package dev.onset.studyfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.Factor;
import dev.onset.sweep.Sweep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code grid} of a study file, taken apart: the settings of every point, before any of them is bound. A grid is the
 * product of its axes: each setting of {@code product}, each list of {@code zip}, and {@code each} as a whole.
 */
final class GridSection {
    static final String KEY = "grid";
    private static final String PRODUCT = "product";
    private static final String ZIP = "zip";
    private static final String EACH = "each";
    private static final String EXCLUDE = "exclude";
    private static final List<String> KEYS = List.of(PRODUCT, ZIP, EACH, EXCLUDE);

    private final UnaryOperator<String> origin;
    private final Map<String, Factor> factors = new LinkedHashMap<>();

    /**
     * One point.
     *
     * @param levels by factor, in the order of the file
     * @param settings dotted path to value
     */
    record Choice(Map<String, String> levels, Map<String, JsonNode> settings) {
        Choice and(Choice other) {
            Map<String, String> both = new LinkedHashMap<>(levels);
            both.putAll(other.levels);
            Map<String, JsonNode> all = new LinkedHashMap<>(settings);
            all.putAll(other.settings);
            return new Choice(both, all);
        }

        String level(String factor) {
            return levels.getOrDefault(factor, Factor.AS_IT_STANDS);
        }

        /** Made of its levels alone: a grid that grows keeps the names it had. */
        String name() {
            return PointName.of(levels);
        }
    }

    /** @param choices in grid order, names differ */
    record Asked(List<Factor> factors, List<Choice> choices) {}

    private GridSection(UnaryOperator<String> origin) {
        this.origin = origin;
    }

    /**
     * Takes a grid out of a study's tree. A kind that has a section of that name itself keeps what is not the grid's.
     *
     * @return empty where the file asks for none
     * @throws OnsetException STUDY_INVALID or STUDY_TOO_LARGE naming the field
     */
    static Optional<Asked> take(ObjectNode tree, JsonNode kindDefaults, UnaryOperator<String> origin) {
        JsonNode section = tree.get(KEY);
        boolean kindsOwn = kindDefaults.has(KEY);
        if (section == null || kindsOwn && KEYS.stream().noneMatch(section::has)) {
            return Optional.empty();
        }
        GridSection grid = new GridSection(origin);
        if (!(section instanceof ObjectNode object)) {
            throw grid.invalid(KEY, "is no section; give it " + String.join(", ", KEYS));
        }
        ObjectNode own = object.objectNode();
        for (String key : KEYS) {
            JsonNode part = object.remove(key);
            if (part != null) {
                own.set(key, part);
            }
        }
        if (kindsOwn) {
            if (object.isEmpty()) {
                tree.remove(KEY);
            }
        } else {
            for (Map.Entry<String, JsonNode> unknown : object.properties()) {
                throw grid.invalid(
                        KEY + "." + unknown.getKey(),
                        "is not a key of a grid" + Problems.suggestion(unknown.getKey(), KEYS)
                                + "; settings go below product, zip or each");
            }
            tree.remove(KEY);
        }
        return Optional.of(grid.asked(own));
    }

    private Asked asked(ObjectNode section) {
        List<Choice> choices = List.of(new Choice(Map.of(), Map.of()));
        for (List<Choice> axis : axes(section)) {
            long size = (long) choices.size() * axis.size();
            if (size > Sweep.MOST) {
                throw Problems.tooLarge(
                        origin.apply(KEY), KEY + " has " + size + " points or more; a study may have " + Sweep.MOST);
            }
            List<Choice> product = new ArrayList<>();
            for (Choice before : choices) {
                for (Choice next : axis) {
                    product.add(before.and(next));
                }
            }
            choices = product;
        }
        List<Choice> kept = excluded(choices, section.get(EXCLUDE));
        if (kept.isEmpty()) {
            throw invalid(KEY, "is empty: it has no point that is not excluded");
        }
        Set<String> names = new LinkedHashSet<>();
        for (Choice choice : kept) {
            if (!names.add(choice.name())) {
                throw invalid(
                        KEY,
                        "has two points named '" + choice.name()
                                + "': values are given twice, or differ in what a name cannot hold; give levels names");
            }
        }
        return new Asked(List.copyOf(factors.values()), kept);
    }

    private List<List<Choice>> axes(ObjectNode section) {
        List<List<Choice>> axes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry :
                map(PRODUCT, section.get(PRODUCT)).entrySet()) {
            axes.add(factor(KEY + "." + PRODUCT, entry.getKey(), entry.getValue(), false));
        }
        JsonNode zips = section.get(ZIP);
        if (zips != null && !(zips instanceof ArrayNode)) {
            throw invalid(KEY + "." + ZIP, "is no list; each entry holds settings whose values go together");
        }
        for (int i = 0; zips != null && i < zips.size(); i++) {
            axes.add(zip(KEY + "." + ZIP + "." + i, zips.get(i)));
        }
        Map<String, JsonNode> each = map(EACH, section.get(EACH));
        if (!each.isEmpty()) {
            List<Choice> axis = new ArrayList<>(List.of(new Choice(Map.of(), Map.of())));
            each.forEach((name, values) -> axis.addAll(factor(KEY + "." + EACH, name, values, true)));
            axes.add(axis);
        }
        if (axes.isEmpty()) {
            throw invalid(KEY, "is empty; give it settings below product, zip or each");
        }
        return axes;
    }

    private Map<String, JsonNode> map(String key, @Nullable JsonNode part) {
        if (part == null) {
            return Map.of();
        }
        if (!(part instanceof ObjectNode object)) {
            throw invalid(KEY + "." + key, "is no section; it holds settings, each with a list of values");
        }
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        object.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }

    /** A setting with a list of values, or a name with levels that are settings themselves. */
    private List<Choice> factor(String path, String name, JsonNode values, boolean apart) {
        String here = path + "." + name;
        List<Choice> levels = new ArrayList<>();
        if (values instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                String level = level(here + "." + i, list.get(i));
                levels.add(new Choice(Map.of(name, level), Map.of(name, list.get(i))));
            }
        } else if (values instanceof ObjectNode named) {
            for (Map.Entry<String, JsonNode> level : named.properties()) {
                if (!(level.getValue() instanceof ObjectNode settings) || settings.isEmpty()) {
                    throw invalid(here + "." + level.getKey(), "is no section of settings");
                }
                Map<String, JsonNode> chosen = new LinkedHashMap<>();
                settings.properties().forEach(setting -> chosen.put(setting.getKey(), setting.getValue()));
                levels.add(new Choice(Map.of(name, level.getKey()), chosen));
            }
        } else {
            throw invalid(here, "is a single value; give a list of values, or levels that have names");
        }
        if (levels.isEmpty()) {
            throw invalid(here, "is empty; give it values");
        }
        declare(here, name, apart ? Factor.AS_IT_STANDS : levels.get(0).level(name));
        return levels;
    }

    private void declare(String here, String name, String reference) {
        if (factors.put(name, new Factor(name, reference)) != null) {
            throw invalid(here, "is varied twice; a grid varies a setting once");
        }
    }

    /** The n-th values of all lists together. */
    private List<Choice> zip(String path, JsonNode lists) {
        if (!(lists instanceof ObjectNode object) || object.isEmpty()) {
            throw invalid(path, "is no section; it holds settings whose values go together");
        }
        int length = -1;
        List<Choice> together = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String here = path + "." + entry.getKey();
            List<Choice> one = factor(path, entry.getKey(), entry.getValue(), false);
            if (length >= 0 && one.size() != length) {
                throw invalid(here, "has " + one.size() + " values, but what it goes with has " + length);
            }
            length = one.size();
            for (int i = 0; i < length; i++) {
                if (together.size() == i) {
                    together.add(one.get(i));
                } else {
                    together.set(i, together.get(i).and(one.get(i)));
                }
            }
        }
        return together;
    }

    private List<Choice> excluded(List<Choice> choices, @Nullable JsonNode exclude) {
        if (exclude == null) {
            return choices;
        }
        if (!(exclude instanceof ArrayNode list)) {
            throw invalid(
                    KEY + "." + EXCLUDE, "is no list; each entry holds levels, and points that have all are left out");
        }
        List<Choice> kept = new ArrayList<>(choices);
        for (int i = 0; i < list.size(); i++) {
            String path = KEY + "." + EXCLUDE + "." + i;
            if (!(list.get(i) instanceof ObjectNode object) || object.isEmpty()) {
                throw invalid(path, "is no section of levels");
            }
            Map<String, String> levels = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                if (!factors.containsKey(entry.getKey())) {
                    throw invalid(
                            path + "." + entry.getKey(),
                            "is not varied by this grid" + Problems.suggestion(entry.getKey(), factors.keySet()));
                }
                levels.put(entry.getKey(), level(path + "." + entry.getKey(), entry.getValue()));
            }
            int before = kept.size();
            kept.removeIf(choice -> choice.levels().entrySet().containsAll(levels.entrySet()));
            if (kept.size() == before) {
                throw invalid(path, "excludes no point");
            }
        }
        return kept;
    }

    /** A value as a level: text as it is, numbers as they are written shortest. */
    private String level(String path, JsonNode value) {
        if (!value.isValueNode()) {
            throw invalid(
                    path,
                    "is " + (value.isArray() ? "a list" : "a section") + ", which makes no name; give it one: "
                            + "NAME: { setting: value }");
        }
        return PointName.level(value);
    }

    private OnsetException invalid(String path, String problem) {
        String line = Problems.oneLine(path);
        return Problems.invalid(origin.apply(line), line + " " + problem);
    }
}
