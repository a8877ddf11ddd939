package dev.onset.kind;

import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A number that a kind shows of a run while it goes on: what it says of a step, the newest one standing for the run.
 *
 * @param name lower-case words joined by dots, the unit last where there is one: {@code loss.nats} is shown as
 *     {@code onset_loss_nats}
 * @param help what it says, in a sentence
 * @param labels lower-case words by lower-case words, few of them: each is a time series
 */
public record RunGauge(String name, String help, Map<String, String> labels) {
    private static final Pattern NAME = Pattern.compile("[a-z]+(\\.[a-z]+)*");
    private static final Pattern LABEL = Pattern.compile("[a-z]+(-[a-z]+)*");
    private static final int MAX_NAME = 60;
    private static final int MAX_HELP = 200;

    public RunGauge {
        Require.text("name", name, MAX_NAME);
        Require.text("help", help, MAX_HELP);
        matching("name", name, NAME);
        labels = Map.copyOf(labels);
        new TreeMap<>(labels).forEach((label, value) -> {
            matching("labels", label, LABEL);
            matching("labels", value, LABEL);
        });
    }

    /** Of a run, without labels. */
    public static RunGauge of(String name, String help) {
        return new RunGauge(name, help, Map.of());
    }

    private static void matching(String field, String value, Pattern grammar) {
        if (!grammar.matcher(value).matches()) {
            throw new FieldException(field, "has '" + value + "'; it must match " + grammar);
        }
    }
}
