package dev.onset.contracts;

import java.util.List;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param committed checkpoints of the schedule that are durable, counted from the first
 * @param trained true once the last one is
 * @param step newest step known to be durable
 * @param observed observation activities that are done
 * @param unfinished observation activities that were begun and are not done, counted in schedule order
 * @param segments training activities that ended
 * @param tally what was reused and what computed
 * @param paused an operator's pause, carried over
 * @param waiting whether the study was told that an operator is waited for
 * @param stuck whether it was told, too, that nothing of the run goes on until one comes
 * @param leaving whether the study asked it to end where an operator is waited for
 * @param reading the newest reading of where it stands
 * @param plan of the run, in which its observations are counted; absent before it is planned
 */
public record RunProgress(
        int committed,
        boolean trained,
        long step,
        int observed,
        List<Integer> unfinished,
        int segments,
        StageTally tally,
        boolean paused,
        boolean waiting,
        boolean stuck,
        boolean leaving,
        Reading reading,
        Optional<RunPlan> plan) {
    public RunProgress {
        Require.present("tally", tally);
        unfinished = unfinished == null ? List.of() : List.copyOf(unfinished);
        reading = Reading.orNone(reading);
    }

    /** Before anything. */
    public static RunProgress start(boolean paused) {
        return new RunProgress(
                0,
                false,
                0,
                0,
                List.of(),
                0,
                StageTally.NONE,
                paused,
                false,
                false,
                false,
                Reading.NONE,
                Optional.empty());
    }
}
