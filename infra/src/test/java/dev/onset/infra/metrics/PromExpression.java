package dev.onset.infra.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a PromQL expression asks for: its selectors with their label matchers, and the labels it groups or joins by. Reads the
 * part of the language that dashboards and rules here are written in and refuses the rest, so that nothing passes unread.
 */
public final class PromExpression {
    /** One condition on a label, as written: {@code label op "value"}. */
    public record Matcher(String label, String op, String value) {
        boolean accepts(String found) {
            return switch (op) {
                case "=" -> found.equals(value);
                case "!=" -> !found.equals(value);
                case "=~" -> found.matches(value);
                default -> !found.matches(value);
            };
        }
    }

    /** A metric and the conditions on it. */
    public record Selector(String metric, List<Matcher> matchers) {}

    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Set<String> GROUPINGS = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> FUNCTIONS = Set.of(
            "sum", "max", "min", "avg", "count", "rate", "increase", "histogram_quantile", "absent", "label_values");

    private final String text;
    private final List<Selector> selectors = new ArrayList<>();
    private final Set<String> grouped = new TreeSet<>();
    private int at;

    private PromExpression(String text) {
        this.text = text;
    }

    /**
     * Reads an expression, Grafana's variables put in first.
     *
     * @throws IllegalArgumentException for what it cannot read
     */
    public static PromExpression parse(String text) {
        PromExpression expression = new PromExpression(text.replaceAll("\\$__rate_interval", "5m")
                .replace("$study", ".*")
                .replace("$run", ".*"));
        expression.read();
        if (expression.selectors.isEmpty()) {
            throw expression.refused("asks for no metric");
        }
        return expression;
    }

    public List<Selector> selectors() {
        return selectors;
    }

    public Set<String> grouped() {
        return grouped;
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isName(c) && !Character.isDigit(c)) {
                word(name());
            } else if (Character.isDigit(c) || c == '.') {
                at++;
                while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                    at++;
                }
            } else if (c == '[') {
                until(']');
            } else if (Character.isWhitespace(c) || "()+-*/%^<>=!,".indexOf(c) >= 0) {
                at++;
            } else {
                throw refused("has an unexpected '" + c + "' at " + at);
            }
        }
    }

    private void word(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        char next = peek();
        if (OPERATORS.contains(lower)) {
            return;
        }
        if (GROUPINGS.contains(lower)) {
            if (next == '(') {
                grouped.addAll(List.of(until(')').substring(1).strip().split("\\s*,\\s*")));
            }
            return;
        }
        if (FUNCTIONS.contains(lower)) {
            return;
        }
        if (next == '(') {
            throw refused("calls '" + word + "', which is no function known here");
        }
        List<Matcher> matchers = new ArrayList<>();
        if (next == '{') {
            at++;
            while (peek() != '}') {
                matchers.add(matcher());
                if (peek() == ',') {
                    at++;
                }
            }
            at++;
        }
        selectors.add(new Selector(word, matchers));
    }

    private Matcher matcher() {
        peek();
        String label = name();
        peek();
        int from = at;
        while (at < text.length() && "=!~".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String op = text.substring(from, at);
        if (label.isEmpty() || !Set.of("=", "!=", "=~", "!~").contains(op) || peek() != '"') {
            throw refused("has a matcher it cannot read at " + from);
        }
        at++;
        String quoted = until('"');
        return new Matcher(label, op, quoted);
    }

    private String name() {
        int from = at;
        while (at < text.length() && isName(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    /** Skips blanks and looks at what follows; 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    /** Everything up to a character, which is passed over. */
    private String until(char end) {
        int to = text.indexOf(end, at);
        if (to < 0) {
            throw refused("lacks a closing " + end);
        }
        String passed = text.substring(at, to);
        at = to + 1;
        return passed;
    }

    private static boolean isName(char c) {
        return c == '_' || c == ':' || Character.isLetterOrDigit(c);
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("'" + text + "' " + why);
    }
}
