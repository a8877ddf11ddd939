package dev.onset.workflows;

import dev.onset.contracts.ObserveRequest;
import dev.onset.contracts.StageOutcome;
import io.temporal.activity.ActivityInterface;

/** Computes the observable of one shard of samples at one durable checkpoint, or finds it in the store. */
@ActivityInterface
public interface ObserveActivities {
    StageOutcome observe(ObserveRequest request);
}
