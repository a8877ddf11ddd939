package dev.onset.contracts;

/**
 * A finished run.
 *
 * @param live the last reading of its phase
 */
public record RunResult(String point, StageTally tally, double seconds, LiveReading live) {
    public RunResult {
        live = LiveReading.orNone(live);
    }
}
