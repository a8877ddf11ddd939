package dev.onset.kind;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.store.StageResult;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything durable about one run, or about its first checkpoints.
 *
 * @param checkpoints in schedule order
 * @param observations by observable: [checkpoint][shard] results
 */
public record ObservedRun(
        RunPoint point,
        List<CommittedCheckpoint> checkpoints,
        SortedMap<String, List<List<StageResult>>> observations) {
    public ObservedRun {
        checkpoints = List.copyOf(checkpoints);
        TreeMap<String, List<List<StageResult>>> copies = new TreeMap<>();
        observations.forEach((name, results) ->
                copies.put(name, results.stream().map(List::copyOf).toList()));
        observations = copies;
    }

    /** The results of an observable at a checkpoint, by shard. */
    public List<StageResult> observed(String observable, int checkpoint) {
        List<List<StageResult>> all = observations.get(observable);
        if (all == null) {
            throw new IllegalArgumentException(
                    "run " + point.name() + " has no observable '" + observable + "' but " + observations.keySet());
        }
        return all.get(checkpoint);
    }
}
