package dev.onset.phases;

import java.util.List;
import java.util.Optional;

/**
 * The same run through several scalar outputs. The log-odds are not linear in the logits, and part of a rise can be that
 * nonlinearity: a linear softmax model rises from order 1 to 2.5 through log-odds alone and stays at 1 with a margin.
 *
 * @param outputs what each output shows, the first one carrying the verdict
 */
public record OutputSensitivity(List<Output> outputs) {
    /** A linear output that rises by less does not carry the rise, in orders. */
    public static final double CARRIED = 0.5;

    /**
     * What one output shows.
     *
     * @param id name in files, such as LOG_ODDS
     * @param name name in words, such as log-odds
     * @param linear whether the output is linear in the logits
     * @param turn the path of its centroid
     */
    public record Output(String id, String name, boolean linear, CentroidTurn turn) {}

    public OutputSensitivity {
        outputs = List.copyOf(outputs);
        Refuse.unless(!outputs.isEmpty(), "the sensitivity to outputs was asked of no output");
    }

    /**
     * The sentence that a report must print where the first output is not linear, rises by at least {@link #CARRIED} orders, and
     * the first linear output rises by less.
     */
    public Optional<String> sentence() {
        Output main = outputs.get(0);
        Optional<Output> linear = outputs.stream().filter(Output::linear).findFirst();
        if (main.linear() || linear.isEmpty() || rise(main) < CARRIED || rise(linear.get()) >= CARRIED) {
            return Optional.empty();
        }
        return Optional.of("the rise is carried by the log-odds nonlinearity: " + Words.fixed(rise(main))
                + " orders with " + main.name() + ", " + Words.fixed(rise(linear.get())) + " with "
                + linear.get().name());
    }

    private static double rise(Output output) {
        return output.turn().rise().map(Interval::value).orElse(0.0);
    }
}
