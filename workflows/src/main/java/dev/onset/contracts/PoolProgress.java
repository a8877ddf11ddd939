package dev.onset.contracts;

import java.util.List;

/**
 * How far the runs of a study are. Those that are named nowhere have not begun.
 *
 * @param done runs that are done
 * @param tally what they reused and computed; a run that was left and is begun again has reused what it did before
 * @param waiting runs that wait for an operator and are not under way
 * @param failed runs that failed where nobody can act
 */
public record PoolProgress(RunSet done, StageTally tally, List<HeldRuns> waiting, List<HeldRuns> failed) {
    /** Before any run. */
    public static final PoolProgress NONE = new PoolProgress(RunSet.NONE, StageTally.NONE, List.of(), List.of());

    public PoolProgress {
        Require.present("done", done);
        Require.present("tally", tally);
        waiting = List.copyOf(waiting);
        failed = List.copyOf(failed);
    }
}
