package dev.onset.contracts;

/**
 * A run that ended.
 *
 * @param reading the last reading of where it stands
 * @param parked true where a stage of it still waits for an operator: its study continues as new and starts it again when the
 *     operator asks
 */
public record RunResult(String point, StageTally tally, double seconds, Reading reading, boolean parked) {
    public RunResult {
        Require.present("tally", tally);
        reading = Reading.orNone(reading);
    }
}
