package dev.onset.contracts;

/**
 * Observes one shard of samples at one checkpoint.
 *
 * @param checkpoint index into the run's schedule
 * @param generation as in {@link FitRequest}
 */
public record ObserveRequest(RunRef run, int checkpoint, int shard, int generation) {
    public ObserveRequest {
        Require.present("run", run);
        Require.within("checkpoint", checkpoint, 0, 100_000);
        Require.within("shard", shard, 0, 100_000);
    }
}
