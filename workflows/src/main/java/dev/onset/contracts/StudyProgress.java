package dev.onset.contracts;

import java.util.List;
import java.util.Optional;

/**
 * How far a study is, for the execution that continues it: always between two of its runs. A few kilobytes, whatever the number
 * of runs.
 *
 * @param study as what it goes on
 * @param plan of it
 * @param pool how far its runs are
 * @param tally what earlier passes over its runs reused and computed
 * @param began when this pass over its runs began, milliseconds since the epoch
 * @param now what an operator wanted done again in this pass
 * @param again what an operator wants done again in the next
 * @param revision as what it goes on after this pass
 * @param reached whether a run has reached the milestone
 * @param paused an operator's pause
 * @param reasons the newest lines of what was reused or computed, and why
 * @param reasonsBefore lines that are older than those
 */
public record StudyProgress(
        StudyRef study,
        StudyPlan plan,
        PoolProgress pool,
        StageTally tally,
        long began,
        Optional<StudyRequest.Again> now,
        Optional<StudyRequest.Again> again,
        Optional<StudyRef> revision,
        boolean reached,
        boolean paused,
        List<String> reasons,
        int reasonsBefore) {
    public StudyProgress {
        Require.present("study", study);
        Require.present("plan", plan);
        Require.present("pool", pool);
        Require.present("tally", tally);
        reasons = List.copyOf(reasons);
        Require.within("reasonsBefore", reasonsBefore, 0, Integer.MAX_VALUE);
    }
}
