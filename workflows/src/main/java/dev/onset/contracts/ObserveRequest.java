package dev.onset.contracts;

/**
 * Observes one shard of an observable at one checkpoint.
 *
 * @param checkpoint index into the run's schedule
 * @param observable its name, as the run's plan has it
 * @param generation as in {@link FitRequest}
 */
public record ObserveRequest(RunRef run, int checkpoint, String observable, int shard, int generation) {
    public ObserveRequest {
        Require.present("run", run);
        Require.within("checkpoint", checkpoint, 0, 100_000);
        Require.name("observable", observable);
        Require.within("shard", shard, 0, 100_000);
        Require.within("generation", generation, 0, 1_000_000);
    }
}
