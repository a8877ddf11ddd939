package dev.onset.contracts;

/**
 * Trains a run on from its newest durable checkpoint.
 *
 * @param knownCommitted checkpoints of the schedule the workflow already knows to be durable; a hint
 * @param signalMillis how often the activity may tell its run what it committed
 */
public record SegmentRequest(RunRef run, int knownCommitted, long signalMillis) {
    public SegmentRequest {
        Require.present("run", run);
    }
}
