package dev.onset.stages;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.Reading;
import dev.onset.contracts.SegmentResult;
import dev.onset.contracts.StageOutcome;
import dev.onset.contracts.StageTally;
import dev.onset.kind.Kind;
import dev.onset.kind.Limits;
import dev.onset.kind.LiveReader;
import dev.onset.kind.Observable;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.PhaseModel;
import dev.onset.kind.ReportFacts;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.RunPoint;
import dev.onset.kind.Scratch;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.kind.StudyPages;
import dev.onset.kind.Trainer;
import dev.onset.store.Digest;
import dev.onset.store.Fingerprint;
import dev.onset.store.ObjectKey;
import dev.onset.store.ParallelReads;
import dev.onset.store.StageResult;
import dev.onset.store.StageResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * One study and all its stages, each found in the store by fingerprint or computed and put there. Safe for several
 * threads; a stage that crashes leaves blobs at most, never a result.
 */
public final class OpenStudy {
    /** Told what is durable, after every commit. */
    public interface DurableListener {
        /**
         * @param prefix checkpoints of the schedule that are durable, counted from the first
         * @param step the step training has reached
         * @param digest start of the digest of the newest checkpoint of the prefix; empty where there is none
         */
        void durable(int prefix, long step, String digest);
    }

    /** Names of the stages that are not an observable's; an observable's is its own. */
    static final String TRAIN = "train";

    static final String FIT = "fit";
    static final String REPORT = "report";

    private final StageContext context;
    private final StudyDocument study;
    private final String fingerprint;
    private final List<RunPoint> points;
    private final Trainer trainer;
    private final List<Observable> observables;
    private final PhaseModel phaseModel;
    private final StudyPages pages;
    private final StageProfiles profiles;
    private final StageResults results;
    private final ObservationFingerprints fingerprints;
    private final Map<String, StoredRun> runs = new ConcurrentHashMap<>();
    private final Set<Integer> trainedHere = ConcurrentHashMap.newKeySet();

    /**
     * @param results of whole studies, shared with other studies of the same store
     * @param computes whether this process computes stages: one that only looks has no profile of its own
     * @param pins generation of the profiles that stages are pinned to
     */
    OpenStudy(
            StageContext context,
            StageResults results,
            Kind kind,
            StudyDocument study,
            String fingerprint,
            boolean computes,
            int pins) {
        this.context = context;
        this.results = results;
        this.study = study;
        this.fingerprint = fingerprint;
        this.points = List.copyOf(kind.points(study.spec()));
        this.trainer = kind.trainer(study);
        this.observables = List.copyOf(kind.observables(study));
        this.phaseModel = kind.phaseModel(study);
        this.pages = kind.pages(study);
        this.profiles = new StageProfiles(
                trainer,
                observables,
                phaseModel,
                new StudyProfiles(context.store(), study.spec().study(), fingerprint, pins),
                context,
                computes,
                this::isBegun);
        this.fingerprints = new ObservationFingerprints(observables, observable -> profiles.of(observable.name()));
    }

    public StudyDocument study() {
        return study;
    }

    public String fingerprint() {
        return fingerprint;
    }

    public List<RunPoint> points() {
        return points;
    }

    public RunPoint point(int index) {
        return points.get(index);
    }

    public Trainer trainer() {
        return trainer;
    }

    /** What is measured at every checkpoint. */
    public List<Observable> observables() {
        return observables;
    }

    PhaseModel phaseModel() {
        return phaseModel;
    }

    /** How the study shows itself. */
    StudyPages pages() {
        return pages;
    }

    /** What its stages work with. */
    StageContext context() {
        return context;
    }

    /** Its stages, and the profiles under which they are computed. */
    public StageProfiles profiles() {
        return profiles;
    }

    /** What the store has of a run, under the profile that its training is pinned to. */
    StoredRun run(int index) {
        return run(index, profiles.of(TRAIN));
    }

    /** Whether there is something of a stage in the store that was computed under a profile. */
    private boolean isBegun(String stage, String profile) {
        if (stage.equals(TRAIN)) {
            return run(0, profile).isBegun();
        }
        if (stage.equals(FIT)) {
            return false; // soon computed again
        }
        Observable observable = observable(stage);
        StoredRun run = run(0);
        run.refresh();
        return point(0).schedule().stream()
                .flatMap(step -> run.known(step).stream())
                .flatMap(checkpoint ->
                        fingerprints.under(observable, profile).known(run, observable, checkpoint).stream())
                .flatMap(List::stream)
                .anyMatch(run::hasObservation);
    }

    private StoredRun run(int index, String profile) {
        RunPoint point = point(index);
        Fingerprint trajectory = trainer.trajectory(point, profile);
        return runs.computeIfAbsent(
                trajectory.sha256() + "/" + point.name(),
                unknown -> new StoredRun(context, results, point, trajectory));
    }

    /** What determines each observation, under the profiles that are pinned now. */
    ObservationFingerprints.Now observations() {
        return fingerprints.now();
    }

    /** Trains one segment. */
    public SegmentResult train(int index, StageProgress progress, DurableListener listener) throws IOException {
        return train(index, progress, listener, ServerAbsence.PATIENCE);
    }

    /** @param patience how long training goes on while its server does not answer */
    SegmentResult train(int index, StageProgress progress, DurableListener listener, Duration patience)
            throws IOException {
        profiles.check(TRAIN);
        long began = System.nanoTime();
        SegmentResult result = new TrainingStage(context, trainer, run(index), metrics(point(index)))
                .segment(progress, listener, new ServerAbsence(patience, progress::outage));
        // a later segment finds what an earlier one computed: that is no reuse
        String run = point(index).name();
        count(run, TRAIN, true, trainedHere.add(index) ? result.found() : 0, began);
        count(run, TRAIN, false, result.computed(), began);
        return result;
    }

    /** Observes one shard of an observable at one checkpoint of the schedule. */
    public StageOutcome observe(
            int index, int checkpoint, String observable, int shard, int generation, StageProgress progress)
            throws IOException {
        long began = System.nanoTime();
        Observable what = observable(observable);
        profiles.check(what.name());
        StoredRun run = run(index);
        long step = run.point().schedule().get(checkpoint);
        StageOutcome outcome = observed(run, step, what, shard, generation, generation > 0, progress)
                .outcome();
        count(run.point().name(), what.name(), outcome.reused(), 1, began);
        return outcome;
    }

    /** @param anew whether what is in the store is listed again, whatever is known */
    private StageRunner.Ran observed(
            StoredRun run, long step, Observable what, int shard, int generation, boolean anew, StageProgress progress)
            throws IOException {
        CommittedCheckpoint committed = run.checkpoint(step);
        Fingerprint wanted = observations().of(run, what, committed).get(shard);
        StageRunner.Ran ran = new StageRunner(context, run.results())
                .run(wanted, run.generations(wanted, anew), generation, folder -> {
                    OptionalLong earlier = what.before(run.point(), step);
                    // another worker's is there by now; a damaged one is computed again
                    Optional<StageResult> before = earlier.isPresent()
                            ? Optional.of(observed(run, earlier.getAsLong(), what, shard, 0, true, progress)
                                    .result())
                            : Optional.empty();
                    Observable.Subject subject = new Observable.Subject(run.point(), committed, shard, before);
                    return what.observe(context, subject, folder, progress);
                });
        run.observed(ran.result());
        return ran;
    }

    /** Reads where a run stands from its first checkpoints. */
    Reading read(int index, Reading known, int checkpoints, StageProgress progress) throws IOException {
        LiveReader reader = phaseModel
                .reader(point(index))
                .orElseThrow(() ->
                        new IllegalArgumentException("run " + point(index).name() + " is not read while it goes on"));
        Path folder = Files.createTempDirectory(context.scratch(), "read");
        try {
            return reader.read(context, observed(index, checkpoints, observations()), known, folder, progress);
        } finally {
            Scratch.delete(folder);
        }
    }

    boolean isReadLive(int index) {
        return phaseModel.reader(point(index)).isPresent();
    }

    /** Fits the phase model. */
    public StageOutcome fit(int generation, StageProgress progress) throws IOException {
        profiles.check(FIT);
        List<ObservedRun> all = observed();
        return stage(fitFingerprint(all), generation, folder -> phaseModel.fit(context, all, folder, progress));
    }

    /** Writes the report of a fit, which is read by its key. */
    public StageOutcome report(StageOutcome fit, StageTally tally, double runSeconds, double fitSeconds, int generation)
            throws IOException {
        StageResult fitted = results.load(new ObjectKey(fit.key()));
        ReportFacts facts = new ReportFacts(fitted, fit, fingerprint, profiles.pins(), tally, runSeconds, fitSeconds);
        return stage(reportFingerprint(fitted.digest()), generation, folder -> pages.write(context, facts, folder));
    }

    /** Finds or computes a stage of the whole study and says which. */
    private StageOutcome stage(Fingerprint stage, int generation, StageRunner.Computation computation)
            throws IOException {
        long began = System.nanoTime();
        StageOutcome outcome = new StageRunner(context, results)
                .run(stage, results.generations(stage), generation, computation)
                .outcome();
        count("", stage.stage(), outcome.reused(), 1, began);
        return outcome;
    }

    private void count(String run, String stage, boolean reused, int count, long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        context.metrics().results(study.spec().study(), run, stage, reused, count, seconds);
    }

    private RunMetrics metrics(RunPoint point) {
        return context.metrics().run(study.spec().study(), point.name());
    }

    private Observable observable(String name) {
        return named(observables, name);
    }

    /** The observable of that name. */
    static Observable named(List<Observable> observables, String name) {
        return observables.stream()
                .filter(observable -> observable.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the study observes no '" + name + "'"));
    }

    /** The report's result as recorded, for who has no key of it: found by what it depends on. */
    public Optional<StageResult> reported() {
        return fitted().flatMap(fit -> found(reportFingerprint(fit.digest())));
    }

    /** The fit's result, when every observation it needs is there and so is it. */
    Optional<StageResult> fitted() {
        try {
            return found(fitFingerprint(observed()));
        } catch (OnsetException e) {
            if (e.code() == ErrorCode.STORE_MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    Object fitParameters() {
        return phaseModel.parameters();
    }

    /** Where each run stands in the store. */
    public List<Standing> standings() {
        if (untrained()) {
            return points.stream().map(this::notBegun).toList();
        }
        List<StoredRun> all = new ArrayList<>();
        points.forEach(point -> all.add(run(all.size())));
        return new Standings(observables, trainer.commitSeconds(), observations()).of(all);
    }

    /** Whether nothing of it was trained; to find that out no library needs to be loaded. */
    boolean untrained() {
        return profiles.isUnknown(TRAIN);
    }

    /** Where a run stands of which nothing is durable. */
    Standing notBegun(RunPoint point) {
        return new Standing(
                point.name(),
                0,
                point.lastStep(),
                0,
                0,
                point.schedule().size(),
                Optional.empty(),
                CommitSpacing.boundSeconds(trainer.commitSeconds(), 0));
    }

    /** All runs; of a study with more results than are remembered, each is read when it is asked for. */
    private List<ObservedRun> observed() {
        ObservationFingerprints.Now now = observations();
        int shards = observables.stream().mapToInt(Observable::shards).sum();
        long results = shards
                * points.stream().mapToLong(point -> point.schedule().size()).sum();
        IntFunction<ObservedRun> read =
                index -> observed(index, points.get(index).schedule().size(), now);
        return results > Limits.MAX_OBSERVATIONS
                ? new ManyRuns(points.size(), read)
                : ParallelReads.of(IntStream.range(0, points.size()).boxed().toList(), read::apply);
    }

    /** The first checkpoints of a run, with everything observed of them. */
    private ObservedRun observed(int index, int count, ObservationFingerprints.Now now) {
        return run(index)
                .first(count, observables, (observable, checkpoint) -> now.of(run(index), observable, checkpoint));
    }

    /** Some checkpoints of a run, given by their steps, with everything observed of them. */
    ObservedRun observed(int index, List<Long> steps, ObservationFingerprints.Now now) {
        return run(index)
                .at(steps, observables, (observable, checkpoint) -> now.of(run(index), observable, checkpoint));
    }

    private Fingerprint fitFingerprint(List<ObservedRun> all) {
        return fitFingerprint(FIT, phaseModel, all, profiles.of(FIT));
    }

    /**
     * What determines a fit to some runs.
     *
     * @param stage that its result is stored under
     * @param profile identity of the one under which it is computed
     */
    public static Fingerprint fitFingerprint(String stage, PhaseModel model, List<ObservedRun> runs, String profile) {
        Map<String, String> inputs = new TreeMap<>();
        for (ObservedRun run : runs) {
            Map<String, List<List<String>>> digests = new TreeMap<>();
            run.observations()
                    .forEach((name, checkpoints) -> digests.put(
                            name,
                            checkpoints.stream()
                                    .map(shards -> shards.stream()
                                            .map(StageResult::digest)
                                            .toList())
                                    .toList()));
            inputs.put(
                    run.point().name(),
                    Digest.ofJson(Map.of("steps", run.point().schedule(), "observations", digests)));
        }
        return Fingerprint.of(stage, model.version(), model.parameters(), inputs, profile);
    }

    private Fingerprint reportFingerprint(String fit) {
        Map<String, Object> identity = Map.of(
                "study", study.spec().study(),
                "description", study.spec().description(),
                "evidence", study.spec().evidence(),
                "fingerprint", fingerprint);
        return Fingerprint.of(REPORT, pages.version(), identity, Map.of("fit", fit), "text");
    }

    private Optional<StageResult> found(Fingerprint stage) {
        return results.find(stage) instanceof StageResults.Lookup.Found found
                ? Optional.of(found.result())
                : Optional.empty();
    }
}
