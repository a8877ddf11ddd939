package dev.onset.kind;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.function.UnaryOperator;

/**
 * Refusals of a study, each one line that names where the field was written.
 *
 * @param origin of a dotted path: the study file, or the option that set it
 */
public record Limits(UnaryOperator<String> origin) {
    /** Observation activities a run may have: a fit reads them all. Its history does not bound them, it continues as new. */
    public static final int MAX_OBSERVATIONS = 20_000;

    /** A field whose value cannot be. */
    public OnsetException invalid(String path, String problem) {
        return new OnsetException(ErrorCode.STUDY_INVALID, origin.apply(path) + ": " + path + " " + problem);
    }

    /** A field that asks for more than the stated bounds. */
    public OnsetException tooLarge(String path, String problem) {
        return new OnsetException(ErrorCode.STUDY_TOO_LARGE, origin.apply(path) + ": " + problem);
    }

    /** Refuses a schedule of more steps than can be observed once each. */
    public void schedule(int steps) {
        if (steps > MAX_OBSERVATIONS) {
            throw tooLarge("checkpoints", "checkpoints names " + steps + " steps; a run may have " + MAX_OBSERVATIONS);
        }
    }
}
