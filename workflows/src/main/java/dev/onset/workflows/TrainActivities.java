package dev.onset.workflows;

import dev.onset.contracts.SegmentRequest;
import dev.onset.contracts.SegmentResult;
import io.temporal.activity.ActivityInterface;

/**
 * Trains a run from its newest durable checkpoint until the segment's time is up or the schedule is done, and ends at a
 * commit. Idempotent: an attempt that finds everything committed computes nothing. Cancelled, it commits where it is and
 * returns its position.
 */
@ActivityInterface
public interface TrainActivities {
    SegmentResult trainSegment(SegmentRequest request);
}
