package dev.onset.contracts;

/**
 * What a study will do, in scalars, with the policy that planning has chosen; the details are objects in the store.
 *
 * @param runs grid points
 * @param runsAtOnce runs that go on at a time
 * @param fit where its fit and its report wait for a worker
 */
public record StudyPlan(int runs, int runsAtOnce, StageRoute fit) {
    public StudyPlan {
        Require.within("runs", runs, 1, 10_000);
        Require.within("runsAtOnce", runsAtOnce, 1, 1_000);
        Require.present("fit", fit);
    }
}
