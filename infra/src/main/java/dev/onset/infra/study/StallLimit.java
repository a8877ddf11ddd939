package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.stages.BeatSettings;
import java.time.Duration;
import java.util.Map;

/** How long a stage of this process may show no progress before it is ended: {@value #VARIABLE}, in seconds. */
final class StallLimit {
    static final String VARIABLE = "ONSET_STALL_SECONDS";
    private static final int LEAST = 10;
    private static final int MOST = 86_400;

    private StallLimit() {}

    /** @throws OnsetException STUDY_INVALID where it is no number of seconds from 10 to a day */
    static BeatSettings of(Map<String, String> environment) {
        String given = environment.getOrDefault(VARIABLE, "").strip();
        if (given.isEmpty()) {
            return BeatSettings.DEFAULT;
        }
        if (!given.matches("[0-9]{1,6}") || Integer.parseInt(given) < LEAST || Integer.parseInt(given) > MOST) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    VARIABLE + " is '" + given + "'; it must be whole seconds from " + LEAST + " to " + MOST
                            + " (default " + BeatSettings.DEFAULT.stall().toSeconds() + "); nothing was started");
        }
        return BeatSettings.DEFAULT.withStall(Duration.ofSeconds(Integer.parseInt(given)));
    }
}
