package dev.onset.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A kind's own fields of {@code outcome.json}, in their order. */
final class OutcomeFields {
    /** What every outcome has. */
    private static final Set<String> COMMON = Set.of("study", "fingerprint", "verdict", "words", "checks", "digest");

    private OutcomeFields() {}

    static Map<String, @Nullable Object> checked(Map<String, ? extends @Nullable Object> fields) {
        for (String name : fields.keySet()) {
            Numbers.that(!COMMON.contains(name), "outcome.json has a field " + name + " already");
        }
        return map("outcome", fields);
    }

    private static Map<String, @Nullable Object> map(String path, Map<?, ? extends @Nullable Object> fields) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        fields.forEach((name, value) -> out.put(String.valueOf(name), value(path + "." + name, value)));
        return Collections.unmodifiableMap(out);
    }

    private static @Nullable Object value(String path, @Nullable Object value) {
        if (value instanceof Optional<?> o) {
            return o.isPresent() ? value(path, o.get()) : null;
        }
        if (value instanceof Map<?, ?> map) {
            return map(path, map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> out = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                out.add(value(path + "[" + i + "]", list.get(i)));
            }
            return Collections.unmodifiableList(out);
        }
        if (value instanceof Double d) {
            Numbers.finite(path, d);
        }
        boolean plain = value == null
                || value instanceof Double
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Boolean
                || value instanceof String;
        Numbers.that(plain, path + " has a type that outcome.json cannot hold");
        return value;
    }
}
