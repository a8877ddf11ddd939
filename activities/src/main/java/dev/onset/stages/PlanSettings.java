package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Map;

/**
 * How much of a study goes on at once, as whoever plans it decides: a setting of the installation, no part of a study.
 *
 * @param runsAtOnce runs under way; enough to keep observers busy while another run trains
 * @param observationsAtOnce observation activities under way, for each run
 */
record PlanSettings(int runsAtOnce, int observationsAtOnce) {
    static final PlanSettings DEFAULT = new PlanSettings(4, 8);

    static final String RUNS = "ONSET_RUNS_AT_ONCE";
    static final String OBSERVATIONS = "ONSET_OBSERVATIONS_AT_ONCE";
    private static final int MOST = 1_000;

    /** @throws OnsetException STUDY_INVALID where a setting is no number in 1..1000 */
    static PlanSettings of(Map<String, String> environment) {
        return new PlanSettings(
                setting(environment, RUNS, DEFAULT.runsAtOnce()),
                setting(environment, OBSERVATIONS, DEFAULT.observationsAtOnce()));
    }

    private static int setting(Map<String, String> environment, String name, int usual) {
        String text = environment.getOrDefault(name, "");
        if (text.isEmpty()) {
            return usual;
        }
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    name + " is '" + text.replaceAll("[^\\x20-\\x7e]", "?") + "'; it must be a number in 1.." + MOST
                            + "; nothing was started");
        }
        return Integer.parseInt(text);
    }
}
