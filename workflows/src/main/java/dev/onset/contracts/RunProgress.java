package dev.onset.contracts;

/**
 * How far a run is.
 *
 * @param committed checkpoints of the schedule that are durable, counted from the first
 * @param trained true once the last one is
 * @param step newest step known to be durable
 * @param observed observation activities that are done; those before it in schedule order are all done when the run
 *     continues as new
 * @param segments training activities that ended
 * @param tally what was reused and what computed
 * @param paused an operator's pause, carried over
 * @param live the newest reading of its phase
 */
public record RunProgress(
        int committed,
        boolean trained,
        long step,
        int observed,
        int segments,
        StageTally tally,
        boolean paused,
        LiveReading live) {
    public RunProgress {
        Require.present("tally", tally);
        live = LiveReading.orNone(live);
    }

    /** Before anything. */
    public static RunProgress start(boolean paused) {
        return new RunProgress(0, false, 0, 0, 0, StageTally.NONE, paused, LiveReading.NONE);
    }
}
