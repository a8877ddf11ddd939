package dev.onset.stages;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.kind.Observable;
import dev.onset.kind.RunPoint;
import dev.onset.store.ParallelReads;
import java.util.List;
import java.util.Optional;

/** Where runs stand in the store, read from two listings each and from what was never read before. */
final class Standings {
    private final List<Observable> observables;
    private final int commitSeconds;
    private final ObservationFingerprints.Now now;

    /** @param commitSeconds between resume points, as the study sets it */
    Standings(List<Observable> observables, int commitSeconds, ObservationFingerprints.Now now) {
        this.observables = observables;
        this.commitSeconds = commitSeconds;
        this.now = now;
    }

    /** The standings of runs, in their order. */
    List<Standing> of(List<StoredRun> runs) {
        return ParallelReads.of(runs, this::of);
    }

    private Standing of(StoredRun run) {
        RunPoint point = run.point();
        run.refresh();
        int committed = 0;
        int observed = 0;
        long step = 0;
        for (long scheduled : point.schedule()) {
            Optional<CommittedCheckpoint> checkpoint = run.known(scheduled);
            if (checkpoint.isPresent()) {
                committed++;
                step = scheduled;
                observed += isObserved(run, checkpoint.get()) ? 1 : 0;
            }
        }
        StoredRun.LastCommit last = run.lastCommit(commitSeconds);
        return new Standing(
                point.name(),
                step,
                point.lastStep(),
                committed,
                observed,
                point.schedule().size(),
                last.committedAt(),
                last.boundSeconds());
    }

    private boolean isObserved(StoredRun run, CommittedCheckpoint checkpoint) {
        return observables.stream().allMatch(observable -> now.isObserved(run, observable, checkpoint));
    }
}
