package dev.onset.kind;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.store.StageResult;
import java.util.List;

/**
 * Everything durable about one run.
 *
 * @param checkpoints in schedule order
 * @param observations [checkpoint][shard] results
 */
public record ObservedRun(RunPoint point, List<CommittedCheckpoint> checkpoints, List<List<StageResult>> observations) {
    public ObservedRun {
        checkpoints = List.copyOf(checkpoints);
        observations = observations.stream().map(List::copyOf).toList();
    }
}
