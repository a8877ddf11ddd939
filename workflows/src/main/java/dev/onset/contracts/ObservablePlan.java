package dev.onset.contracts;

/**
 * One observable of a run: what is measured at every checkpoint.
 *
 * @param name of the observable, unique within its run
 * @param shards observation activities per checkpoint
 * @param route where they wait for a worker
 */
public record ObservablePlan(String name, int shards, StageRoute route) {
    public ObservablePlan {
        Require.name("name", name);
        Require.within("shards", shards, 1, 100_000);
        Require.present("route", route);
    }
}
