package dev.onset.stages;

import dev.onset.checkpoint.CommitListener;
import dev.onset.checkpoint.CommitLog;
import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.Reading;
import dev.onset.contracts.SegmentResult;
import dev.onset.contracts.StageOutcome;
import dev.onset.contracts.StageTally;
import dev.onset.kind.Kind;
import dev.onset.kind.LiveReader;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.ReportFacts;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.RunPoint;
import dev.onset.kind.Scratch;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.store.Digest;
import dev.onset.store.Fingerprint;
import dev.onset.store.StageResult;
import dev.onset.store.StageResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

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

    private final StageContext context;
    private final Kind driver;
    private final StudyDocument study;
    private final String fingerprint;
    private final List<RunPoint> points;
    private final List<Fingerprint> trajectories = new ArrayList<>();
    private final Map<Integer, Map<Long, CommittedCheckpoint>> seen = new ConcurrentHashMap<>();
    private final Set<String> intact = ConcurrentHashMap.newKeySet();
    private final Set<Integer> trainedHere = ConcurrentHashMap.newKeySet();

    OpenStudy(StageContext context, Kind driver, StudyDocument study, String fingerprint) {
        this.context = context;
        this.driver = driver;
        this.study = study;
        this.fingerprint = fingerprint;
        this.points = List.copyOf(driver.points(study));
        points.forEach(point -> trajectories.add(driver.trajectory(context, study, point)));
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

    /** What determines the bits of a run's checkpoints. */
    Fingerprint trajectory(int index) {
        return trajectories.get(index);
    }

    Kind.Cost cost(int index) {
        return driver.cost(study, point(index));
    }

    /** What determines a run's observations besides its checkpoints. */
    Fingerprint observationSettings(int index) {
        return driver.observation(
                context, study, point(index), Optional.empty(), point(index).shards() - 1);
    }

    /** The commit log of a run's trajectory, opened anew: a log belongs to one attempt. */
    CommitLog log(int index) {
        return CommitLog.open(context.store(), trajectory(index).sha256(), CommitListener.NONE);
    }

    /** Trains one segment. */
    public SegmentResult train(int index, StageProgress progress, DurableListener listener) throws IOException {
        RunPoint point = point(index);
        long began = System.nanoTime();
        long until = began + driver.segmentSeconds(study) * 1_000_000_000L;
        Path scratch = Files.createTempDirectory(context.scratch(), "train");
        try (RunMetrics.Training metrics = metrics(point).training(point.lastStep())) {
            SegmentRunner runner = new SegmentRunner(point, log(index), context.blobs(), scratch, intact, metrics);
            SegmentResult result = runner.run(
                    () -> driver.open(context, study, point),
                    new SegmentRunner.Listener() {
                        private int prefix;
                        private String digest = "";

                        @Override
                        public void step(long step) {
                            progress.alive(point.name() + ": step " + step);
                            listener.durable(prefix, step, digest);
                        }

                        @Override
                        public void committed(int newPrefix, long step, String newDigest) {
                            prefix = newPrefix;
                            digest = newDigest;
                            listener.durable(newPrefix, step, newDigest);
                        }
                    },
                    progress::stopping,
                    () -> System.nanoTime() > until);
            // a later segment finds what an earlier one computed: that is no reuse
            results(point.name(), "train", true, trainedHere.add(index) ? result.found() : 0, began);
            results(point.name(), "train", false, result.computed(), began);
            return result;
        } catch (OnsetException e) {
            // one run of many: the message says which
            boolean named = String.valueOf(e.getMessage()).contains(point.name());
            throw named ? e : new OnsetException(e.code(), "run " + point.name() + ": " + e.getMessage(), e);
        } finally {
            Scratch.delete(scratch);
        }
    }

    /** Observes one shard at one checkpoint of the schedule. */
    public StageOutcome observe(int index, int checkpoint, int shard, int generation, StageProgress progress)
            throws IOException {
        RunPoint point = point(index);
        CommittedCheckpoint committed = checkpoint(index, point.schedule().get(checkpoint));
        return stage(
                point.name(),
                observation(index, committed, shard),
                generation,
                folder -> driver.observe(context, study, point, committed, shard, folder, progress));
    }

    /** Reads where a run stands from its first checkpoints. */
    Reading read(int index, Reading known, int checkpoints, StageProgress progress) throws IOException {
        LiveReader reader = driver.liveReader(study, point(index))
                .orElseThrow(() ->
                        new IllegalArgumentException("run " + point(index).name() + " is not read while it goes on"));
        Path folder = Files.createTempDirectory(context.scratch(), "read");
        try {
            return reader.read(context, study, observed(index, checkpoints), known, folder, progress);
        } finally {
            Scratch.delete(folder);
        }
    }

    /** Where its observations are computed. */
    public Device device() {
        return driver.device(study);
    }

    boolean isReadLive(int index) {
        return driver.liveReader(study, point(index)).isPresent();
    }

    /** Fits the phase model. */
    public StageOutcome fit(int generation, StageProgress progress) throws IOException {
        List<ObservedRun> runs = observed();
        return stage(
                "", fitFingerprint(runs), generation, folder -> driver.fit(context, study, runs, folder, progress));
    }

    /** Writes the report. */
    public StageOutcome report(StageOutcome fit, StageTally tally, double runSeconds, double fitSeconds, int generation)
            throws IOException {
        StageResult fitted = found(fitFingerprint(observed()))
                .orElseThrow(() -> missing("the fit's result " + fit.key() + " is gone or damaged"));
        ReportFacts facts = new ReportFacts(fitted, fit, fingerprint, tally, runSeconds, fitSeconds);
        return stage(
                "",
                reportFingerprint(StageContext.digest(fitted)),
                generation,
                folder -> driver.report(context, study, facts, folder));
    }

    /** Finds or computes a stage and says which. */
    private StageOutcome stage(String run, Fingerprint stage, int generation, StageContext.Computation computation)
            throws IOException {
        long began = System.nanoTime();
        StageOutcome outcome = context.stage(stage, generation, computation);
        results(run, stage.stage(), outcome.reused(), 1, began);
        return outcome;
    }

    private void results(String run, String stage, boolean reused, int count, long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        context.metrics().results(study.spec().study(), run, stage, reused, count, seconds);
    }

    private RunMetrics metrics(RunPoint point) {
        return context.metrics().run(study.spec().study(), point.name());
    }

    /** The report's result as recorded, for copying it out. */
    public Optional<StageResult> reported() {
        return fitted().flatMap(fit -> found(reportFingerprint(StageContext.digest(fit))));
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
        return driver.fitParameters(study);
    }

    /** Whether an observation can be reused; sizes only, as a plan should be quick. */
    boolean hasObservation(int index, CommittedCheckpoint checkpoint, int shard) {
        return context.results().find(observation(index, checkpoint, shard)) instanceof StageResults.Lookup.Found;
    }

    /** Where each run stands in the store. */
    public List<Standing> standings() {
        List<Standing> all = new ArrayList<>();
        for (int index = 0; index < points.size(); index++) {
            RunPoint point = point(index);
            CommitLog log = log(index);
            int committed = 0;
            int observed = 0;
            long step = 0;
            for (long scheduled : point.schedule()) {
                Optional<CommittedCheckpoint> checkpoint = log.find(scheduled);
                if (checkpoint.isPresent()) {
                    committed++;
                    step = scheduled;
                    boolean complete = true;
                    for (int shard = 0; shard < point.shards() && complete; shard++) {
                        complete = hasObservation(index, checkpoint.get(), shard);
                    }
                    observed += complete ? 1 : 0;
                }
            }
            all.add(new Standing(
                    point.name(),
                    step,
                    point.lastStep(),
                    committed,
                    observed,
                    point.schedule().size()));
        }
        return all;
    }

    /** What is durable of one run: checkpoints committed, and of those the ones observed in full. */
    public record Standing(String point, long step, long lastStep, int committed, int observed, int checkpoints) {}

    private CommittedCheckpoint checkpoint(int index, long step) {
        CommittedCheckpoint known = seen.getOrDefault(index, Map.of()).get(step);
        if (known != null) {
            return known;
        }
        Map<Long, CommittedCheckpoint> now = log(index).entries().stream()
                .collect(Collectors.toMap(CommittedCheckpoint::step, entry -> entry, (a, b) -> b));
        seen.put(index, now);
        CommittedCheckpoint found = now.get(step);
        if (found == null) {
            throw missing("run " + point(index).name() + ": the checkpoint of step " + step
                    + " is not committed; training must commit it first");
        }
        return found;
    }

    private Fingerprint observation(int index, CommittedCheckpoint checkpoint, int shard) {
        return driver.observation(context, study, point(index), Optional.of(checkpoint), shard);
    }

    private List<ObservedRun> observed() {
        List<ObservedRun> runs = new ArrayList<>();
        for (int index = 0; index < points.size(); index++) {
            runs.add(observed(index, points.get(index).schedule().size()));
        }
        return runs;
    }

    /** The first checkpoints of a run, with everything observed of them. */
    private ObservedRun observed(int index, int count) {
        RunPoint point = point(index);
        List<CommittedCheckpoint> checkpoints = new ArrayList<>();
        List<List<StageResult>> observations = new ArrayList<>();
        for (long step : point.schedule().subList(0, count)) {
            CommittedCheckpoint checkpoint = checkpoint(index, step);
            List<StageResult> shards = new ArrayList<>();
            for (int shard = 0; shard < point.shards(); shard++) {
                String what = point.name() + ", step " + step + ", shard " + shard;
                shards.add(found(observation(index, checkpoint, shard))
                        .orElseThrow(() -> missing("the observation of run " + what + " is not there")));
            }
            checkpoints.add(checkpoint);
            observations.add(shards);
        }
        return new ObservedRun(point, checkpoints, observations);
    }

    private Fingerprint fitFingerprint(List<ObservedRun> runs) {
        Map<String, String> inputs = new TreeMap<>();
        for (ObservedRun run : runs) {
            List<List<String>> digests = run.observations().stream()
                    .map(shards -> shards.stream().map(StageContext::digest).toList())
                    .toList();
            inputs.put(
                    run.point().name(),
                    Digest.ofJson(Map.of("steps", run.point().schedule(), "observations", digests)));
        }
        return Fingerprint.of("fit", driver.fitVersion(), fitParameters(), inputs, context.profile());
    }

    private Fingerprint reportFingerprint(String fit) {
        Map<String, Object> identity = Map.of(
                "study", study.spec().study(),
                "description", study.spec().description(),
                "evidence", study.spec().evidence(),
                "fingerprint", fingerprint);
        return Fingerprint.of("report", driver.reportVersion(), identity, Map.of("fit", fit), context.profile());
    }

    private Optional<StageResult> found(Fingerprint stage) {
        return context.results().find(stage) instanceof StageResults.Lookup.Found found
                ? Optional.of(found.result())
                : Optional.empty();
    }

    private static OnsetException missing(String what) {
        return new OnsetException(ErrorCode.STORE_MISSING, what);
    }
}
