package dev.onset.process;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides what looks like a secret in what a child has written, before it gets into messages, logs or a store. */
public final class Secrets {
    private static final String MASK = "***";

    /** Shorter ones would blacken ordinary words. */
    private static final int SHORTEST = 6;

    private static final String WORD =
            "secret|token|passw(?:or)?d|passphrase|credential|api[_-]?key|access[_-]?key|private[_-]?key|auth";
    private static final Pattern NAME = Pattern.compile("(?i).*(?:" + WORD + "|key).*");
    private static final Pattern GIVEN = Pattern.compile(
            "(?i)([a-z0-9_.-]*(?:" + WORD + ")[a-z0-9_.-]*[\"']?\\s*[=:]\\s*[\"']?)([^\\s\"',;)}\\]]+)");
    private static final Pattern BEARER = Pattern.compile("(?i)(\\b(?:bearer|basic)\\s+)([a-z0-9._~+/=-]{6,})");
    private static final Pattern IN_ADDRESS = Pattern.compile("(://[^/\\s:@]*:)([^@\\s/]+)(?=@)");
    private static final Pattern KEYS =
            Pattern.compile("()(\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b|\\b(?:hf|ghp|gho|glpat|sk)[_-][A-Za-z0-9_-]{16,})");

    private final List<String> values;

    private Secrets(List<String> values) {
        this.values = values;
    }

    /** @param environments whose secret values are hidden wherever they stand */
    public static Secrets of(List<Map<String, String>> environments) {
        return new Secrets(environments.stream()
                .flatMap(environment -> environment.entrySet().stream())
                .filter(variable -> isName(variable.getKey()))
                .map(Map.Entry::getValue)
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed()) // one may be a part of another
                .toList());
    }

    /** Whether a variable of this name holds a secret. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** The text with every secret in it hidden. */
    public String masked(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        for (Pattern pattern : new Pattern[] {BEARER, GIVEN, IN_ADDRESS, KEYS}) {
            masked = pattern.matcher(masked).replaceAll(match -> Matcher.quoteReplacement(match.group(1) + MASK));
        }
        return masked;
    }
}
