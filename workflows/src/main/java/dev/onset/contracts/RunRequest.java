package dev.onset.contracts;

/**
 * Starts, or continues as new, one run.
 *
 * @param operated whether an operator can act: a real server, with search attributes and parked stages
 * @param mostEvents history after which the run continues as new, where no server suggests it before; 0: the default
 * @param patienceSeconds as the study's
 * @param observeAgain whether every observation is computed again, whatever the store has
 * @param progress where an earlier execution of the same run stopped
 */
public record RunRequest(
        RunRef run,
        boolean operated,
        long signalMillis,
        int mostEvents,
        int patienceSeconds,
        boolean observeAgain,
        RunProgress progress) {
    public RunRequest {
        Require.present("run", run);
        Require.present("progress", progress);
    }

    public RunRequest at(RunProgress newProgress) {
        return new RunRequest(run, operated, signalMillis, mostEvents, patienceSeconds, observeAgain, newProgress);
    }
}
