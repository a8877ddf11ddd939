package dev.onset.stages;

import dev.onset.checkpoint.CommitListener;
import dev.onset.checkpoint.CommitLog;
import dev.onset.checkpoint.CommitTime;
import dev.onset.checkpoint.CommitTimes;
import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.checkpoint.ManifestMemory;
import dev.onset.checkpoint.ResumeLog;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.Observable;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.store.Fingerprint;
import dev.onset.store.ParallelReads;
import dev.onset.store.ResultIndex;
import dev.onset.store.StageResult;
import dev.onset.store.StageResults;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the store has of one run: its commit log and its observations. What was read once is remembered; what is new is listed at
 * once. Safe for several threads.
 */
final class StoredRun {
    /** A listing this old says that an observation is not there: whoever computed it meanwhile recorded it, and it is found. */
    private static final long FRESH = TimeUnit.SECONDS.toNanos(10);

    private final StageContext context;
    private final RunPoint point;
    private final Fingerprint trajectory;
    private final CommitTimes times;
    private final StageResults results;
    private final ResultIndex index;
    private final ManifestMemory manifests = new ManifestMemory();
    private final Set<String> intact = ConcurrentHashMap.newKeySet();
    private volatile Map<Long, CommittedCheckpoint> checkpoints = Map.of();

    /** @param trajectory what determines the bits of its checkpoints */
    StoredRun(StageContext context, StageResults studies, RunPoint point, Fingerprint trajectory) {
        this.context = context;
        this.point = point;
        this.trajectory = trajectory;
        this.times = new CommitTimes(context.store(), trajectory.sha256(), Clock.systemUTC());
        this.results = studies.ofRun(trajectory.sha256());
        this.index = results.index();
    }

    RunPoint point() {
        return point;
    }

    Fingerprint trajectory() {
        return trajectory;
    }

    StageResults results() {
        return results;
    }

    /** Manifests of checkpoints that this process has hashed already; added to. */
    Set<String> intact() {
        return intact;
    }

    /** The commit log for one attempt at training, as the store has it now, whatever this process remembers. */
    CommitLog openLogToTrain() {
        manifests.forget();
        return openLog();
    }

    private CommitLog openLog() {
        return CommitLog.open(context.store(), trajectory.sha256(), CommitListener.NONE, manifests);
    }

    /**
     * Where one attempt takes training up and leaves it between checkpoints, opened anew.
     *
     * @param commitSeconds between two resume points; 0 spaces them by their cost
     */
    ResumePoints openResumePoints(int commitSeconds, Path scratch, RunMetrics.Training metrics) {
        double cost = commitSeconds > 0
                ? 0
                : times.newestResumePoint().map(CommitTime::seconds).orElse(0.0);
        return new ResumePoints(
                point,
                ResumeLog.open(context.store(), trajectory.sha256()),
                times,
                context.blobs(),
                new CommitSpacing(commitSeconds, cost, System::nanoTime),
                scratch,
                metrics);
    }

    /** When the last commit of any kind was made, and how much training a kill costs at most. */
    LastCommit lastCommit(int commitSeconds) {
        long newest = checkpoints.values().stream()
                .mapToLong(CommittedCheckpoint::number)
                .max()
                .orElse(0);
        CommitTimes.Last last = times.last(newest);
        return new LastCommit(
                last.commit().map(CommitTime::at),
                CommitSpacing.boundSeconds(
                        commitSeconds,
                        last.resumePoint().map(CommitTime::seconds).orElse(0.0)));
    }

    /** @param boundSeconds of training that a kill costs at most, besides one commit */
    record LastCommit(Optional<Instant> committedAt, long boundSeconds) {}

    /** Reads the log and lists the observations again, so that what follows speaks of now. */
    void refresh() {
        readLog();
        index.refresh();
    }

    /** The committed checkpoint of a step of the schedule, as known. */
    Optional<CommittedCheckpoint> known(long step) {
        return Optional.ofNullable(checkpoints.get(step));
    }

    /** @throws OnsetException STORE_MISSING where the step is not committed */
    CommittedCheckpoint checkpoint(long step) {
        return known(step)
                .or(() -> {
                    readLog();
                    return known(step);
                })
                .orElseThrow(() -> missing("run " + point.name() + ": the checkpoint of step " + step
                        + " is not committed; training must commit it first"));
    }

    private void readLog() {
        checkpoints = openLog().entries().stream()
                .collect(Collectors.toMap(CommittedCheckpoint::step, Function.identity(), (first, again) -> again));
    }

    /**
     * The generations of an observation, ascending. That one is not there is believed of a listing of the last seconds: at worst
     * two workers compute the same observation, and what is recorded first stays.
     *
     * @param anew whether an operator wants it again, whatever is known
     */
    List<Integer> generations(Fingerprint observation, boolean anew) {
        List<Integer> known = index.generations(observation);
        if (!anew && (!known.isEmpty() || index.isFresh(FRESH))) {
            return known;
        }
        results.generations(observation).forEach(generation -> index.add(observation.sha256(), generation));
        return index.generations(observation);
    }

    /** Takes note of an observation that was found or computed here. */
    void observed(StageResult result) {
        index.add(result.fingerprint().sha256(), result.generation());
    }

    /** Whether anything of the run is committed; one request. */
    boolean isBegun() {
        return !openLog().entries().isEmpty();
    }

    /** Whether an observation is there as far as it was listed; its content is not looked at, as a plan should be quick. */
    boolean hasObservation(Fingerprint observation) {
        return !index.generations(observation).isEmpty();
    }

    /**
     * The first checkpoints, with everything observed of them: one listing, and what was never read before.
     *
     * @param count of checkpoints
     * @param fingerprints of an observable's shards at a checkpoint
     * @throws OnsetException STORE_MISSING where something is not there
     */
    ObservedRun first(
            int count,
            List<Observable> observables,
            BiFunction<Observable, CommittedCheckpoint, List<Fingerprint>> fingerprints) {
        boolean all = count == point.schedule().size();
        return at(point, point.schedule().subList(0, count), all, observables, fingerprints);
    }

    /**
     * Some checkpoints, with everything observed of them, as a run whose schedule they are.
     *
     * @param steps of the schedule, ascending
     * @throws OnsetException STORE_MISSING where something is not there
     */
    ObservedRun at(
            List<Long> steps,
            List<Observable> observables,
            BiFunction<Observable, CommittedCheckpoint, List<Fingerprint>> fingerprints) {
        return at(new RunPoint(point.name(), steps), steps, false, observables, fingerprints);
    }

    private ObservedRun at(
            RunPoint as,
            List<Long> steps,
            boolean newest,
            List<Observable> observables,
            BiFunction<Observable, CommittedCheckpoint, List<Fingerprint>> fingerprints) {
        List<CommittedCheckpoint> first = new ArrayList<>();
        for (long step : steps) {
            first.add(checkpoint(step));
        }
        SortedMap<String, List<List<Fingerprint>>> wanted = new TreeMap<>();
        for (Observable observable : observables) {
            wanted.put(
                    observable.name(),
                    first.stream()
                            .map(checkpoint -> fingerprints.apply(observable, checkpoint))
                            .toList());
        }
        boolean complete = wanted.values().stream()
                .flatMap(List::stream)
                .flatMap(List::stream)
                .allMatch(this::hasObservation);
        if (!complete || newest) {
            index.refresh(); // a fit takes the newest of everything, whoever computed it
        }
        SortedMap<String, List<List<StageResult>>> found = new TreeMap<>();
        wanted.forEach((name, all) -> found.put(name, read(name, first, all)));
        return new ObservedRun(as, first, found);
    }

    private List<List<StageResult>> read(
            String observable, List<CommittedCheckpoint> first, List<List<Fingerprint>> wanted) {
        return ParallelReads.of(indices(wanted.size()), checkpoint -> {
            List<StageResult> shards = new ArrayList<>();
            for (Fingerprint fingerprint : wanted.get(checkpoint)) {
                String what = point.name() + ", step " + first.get(checkpoint).step() + ", " + observable + ", shard "
                        + shards.size();
                StageResults.Lookup lookup = newest(fingerprint);
                if (!(lookup instanceof StageResults.Lookup.Found result)) {
                    throw missing("the observation of run " + what + " is not there");
                }
                shards.add(result.result());
            }
            return shards;
        });
    }

    /** A generation that cannot be used may have been computed again since the run was listed. */
    private StageResults.Lookup newest(Fingerprint observation) {
        StageResults.Lookup known = results.find(observation, StageResults.Check.NONE, index.generations(observation));
        return known instanceof StageResults.Lookup.Found
                ? known
                : results.find(observation, StageResults.Check.NONE, results.generations(observation));
    }

    private static List<Integer> indices(int count) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(i);
        }
        return all;
    }

    private static OnsetException missing(String what) {
        return new OnsetException(ErrorCode.STORE_MISSING, what);
    }
}
