package dev.onset.studyfile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.store.Digest;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Names of grid points: {@code learning-rate-0p05--seed-1}. They are made of a point's own levels, as the store's keys and
 * Temporal's ids can hold them; a long one ends with a part of its digest.
 */
final class PointName {
    /** So long that a control's name fits behind it. */
    private static final int LONGEST = 48;

    private static final int STAYS = 39;
    private static final int HASH = 8;
    private static final String BASE = "as-it-stands";

    private PointName() {}

    static String of(Map<String, String> levels) {
        if (levels.isEmpty()) {
            return BASE;
        }
        String name = levels.entrySet().stream()
                .map(level -> key(level.getKey()) + "-" + text(level.getValue()))
                .collect(Collectors.joining("--"));
        if (name.length() <= LONGEST) {
            return name;
        }
        String all = levels.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
        return name.substring(0, STAYS).replaceAll("-+$", "") + "-"
                + Digest.sha256(all).substring(0, HASH);
    }

    /** A value as a level. */
    static String level(JsonNode value) {
        return value.isNumber()
                ? new BigDecimal(value.asText()).stripTrailingZeros().toPlainString()
                : value.asText();
    }

    /** The last word of a path, and what stands before a number. */
    private static String key(String path) {
        String[] steps = path.split("\\.", -1);
        int last = steps.length - 1;
        String key = steps[last];
        if (last > 0 && key.matches("[0-9]+")) {
            key = steps[last - 1] + key;
        } else if (last > 0 && steps[last - 1].matches("[0-9]+")) {
            key = steps[last - 1] + "-" + key;
        }
        return text(key.replaceAll("(?<=[a-z0-9])([A-Z])", "-$1"));
    }

    private static String text(String value) {
        String lower = value.toLowerCase(Locale.ROOT)
                .replaceAll("(?<=[0-9])\\.(?=[0-9])", "p")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        return lower.isEmpty() ? "x" : lower;
    }
}
