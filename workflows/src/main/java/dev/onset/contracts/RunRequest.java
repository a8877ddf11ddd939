package dev.onset.contracts;

/**
 * Starts, or continues as new, one run.
 *
 * @param progress where an earlier execution of the same run stopped
 */
public record RunRequest(RunRef run, boolean parkOnFailure, long signalMillis, RunProgress progress) {
    public RunRequest {
        Require.present("run", run);
        Require.present("progress", progress);
    }

    public RunRequest at(RunProgress newProgress) {
        return new RunRequest(run, parkOnFailure, signalMillis, newProgress);
    }
}
