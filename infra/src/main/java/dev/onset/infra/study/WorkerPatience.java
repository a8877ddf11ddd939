package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Map;

/** How long work may wait for a worker without a sign of one before it is said that none is there: a setting of whoever starts. */
final class WorkerPatience {
    static final String VARIABLE = "ONSET_WORKER_SECONDS";
    private static final int MOST = 86_400;

    private WorkerPatience() {}

    /**
     * Seconds; 0 for the default.
     *
     * @throws OnsetException STUDY_INVALID where it is no number in 1..86400
     */
    static int seconds(Map<String, String> environment) {
        String text = environment.getOrDefault(VARIABLE, "");
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    VARIABLE + " is '" + text.replaceAll("[^\\x20-\\x7e]", "?")
                            + "'; it must be a number of seconds in 1.." + MOST + "; nothing was started");
        }
        return Integer.parseInt(text);
    }
}
