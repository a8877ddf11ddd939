package dev.onset.contracts;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One run, in scalars, with the policy that planning has chosen for it: queues are names, and workflows ask no further.
 *
 * @param point the grid point's name
 * @param checkpoints checkpoints of its schedule
 * @param lastStep step of the last checkpoint
 * @param training where its training waits for a worker
 * @param observables what is measured at every checkpoint, in the order in which it is begun
 * @param observationsAtOnce observation activities under way at a time
 * @param read whether it is read where the run stands while it goes on
 * @param origin where it starts, in words for people; empty: at step 0
 */
public record RunPlan(
        String point,
        int checkpoints,
        long lastStep,
        StageRoute training,
        List<ObservablePlan> observables,
        int observationsAtOnce,
        boolean read,
        String origin) {
    private static final int MAX_OBSERVABLES = 100;
    private static final int MAX_ORIGIN = 512;

    /** One of its observations: the activity that {@link #observation} gives an index. */
    public record Observation(int checkpoint, ObservablePlan observable, int shard) {}

    public RunPlan {
        Require.name("point", point);
        Require.within("checkpoints", checkpoints, 1, 100_000);
        Require.within("lastStep", lastStep, 0, Long.MAX_VALUE);
        Require.present("training", training);
        Require.present("observables", observables);
        observables = List.copyOf(observables);
        Require.within("observables", observables.size(), 0, MAX_OBSERVABLES);
        Require.within("observationsAtOnce", observationsAtOnce, 1, 1_000);
        Set<String> names = new HashSet<>();
        for (ObservablePlan observable : observables) {
            if (!names.add(observable.name())) {
                throw new FieldException("observables", "has '" + observable.name() + "' twice");
            }
        }
        Require.within(
                "observations",
                (long) checkpoints
                        * observables.stream().mapToLong(ObservablePlan::shards).sum(),
                0,
                Integer.MAX_VALUE);
        origin = origin == null ? "" : origin;
        if (!origin.isEmpty()) {
            Require.text("origin", origin, MAX_ORIGIN);
        }
    }

    /** Observation activities of one checkpoint. */
    public int shards() {
        return observables.stream().mapToInt(ObservablePlan::shards).sum();
    }

    /** The observation that has to be done before one can begin; empty where it waits for its checkpoint alone. */
    public OptionalInt before(int observation) {
        return observation >= shards() && observation(observation).observable().chained()
                ? OptionalInt.of(observation - shards())
                : OptionalInt.empty();
    }

    /** Observation activities of the whole run. */
    public int observations() {
        return checkpoints * shards();
    }

    /**
     * The observation at an index: checkpoints come first, of one checkpoint the observables in their order, of one
     * observable its shards.
     *
     * @throws IndexOutOfBoundsException outside 0..{@link #observations} - 1
     */
    public Observation observation(int index) {
        if (index < 0 || index >= observations()) {
            throw new IndexOutOfBoundsException(index + " of " + observations() + " observations");
        }
        int shard = index % shards();
        for (ObservablePlan observable : observables) {
            if (shard < observable.shards()) {
                return new Observation(index / shards(), observable, shard);
            }
            shard -= observable.shards();
        }
        throw new IllegalStateException("shards add up");
    }
}
