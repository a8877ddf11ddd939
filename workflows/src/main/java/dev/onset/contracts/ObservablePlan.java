package dev.onset.contracts;

/**
 * One observable of a run: what is measured at every checkpoint.
 *
 * @param name of the observable, unique within its run
 * @param shards observation activities per checkpoint
 * @param route where they wait for a worker
 * @param chained whether a shard goes on from the same shard of the checkpoint before, which must be done then; of a plan made
 *     before there were any, none is
 */
public record ObservablePlan(String name, int shards, StageRoute route, boolean chained) {
    public ObservablePlan {
        Require.name("name", name);
        Require.within("shards", shards, 1, 100_000);
        Require.present("route", route);
    }

    /** One whose checkpoints do not depend on each other. */
    public ObservablePlan(String name, int shards, StageRoute route) {
        this(name, shards, route, false);
    }
}
