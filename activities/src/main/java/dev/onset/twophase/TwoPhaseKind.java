package dev.onset.twophase;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.Device;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.StudySpec;
import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.data.SplitCache;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.MeteredEvaluator;
import dev.onset.evaluate.OnnxEvaluator;
import dev.onset.game.ObservationSpec;
import dev.onset.kind.Kind;
import dev.onset.kind.LiveReader;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.ReportFacts;
import dev.onset.kind.ResumableTraining;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.RunPoint;
import dev.onset.kind.SourceFile;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.store.CrashPoints;
import dev.onset.store.Fingerprint;
import dev.onset.train.NetworkTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The two-phase experiment: trains a network and its controls, extracts the interactions of fixed samples at every
 * checkpoint, and decides whether high orders fall and return.
 *
 * <p>Shard 0 of a checkpoint holds the losses of both splits; shard i &gt; 0 the interactions of a slice of the samples.
 */
public final class TwoPhaseKind implements Kind {
    private static final String OBSERVE_VERSION = "2";
    private static final String FIT_VERSION = "3";
    private static final String REPORT_VERSION = "2";
    private static final String MODEL = "model.onnx";

    private final SplitCache splits = new SplitCache();
    private final PhaseReader phases = new PhaseReader();

    @Override
    public String name() {
        return TwoPhase.KIND;
    }

    @Override
    public Class<? extends Experiment> experiment() {
        return TwoPhase.class;
    }

    @Override
    public SortedMap<String, String> sources(StudySpec spec) {
        DataSpec data = ((TwoPhase) spec.experiment()).data();
        SortedMap<String, String> sources = new TreeMap<>(Map.of(SplitCache.DATA, data.source()));
        if (!data.labels().isEmpty()) {
            sources.put(SplitCache.LABELS, data.labels());
        }
        return sources;
    }

    @Override
    public void check(StudySpec spec, Map<String, SourceFile> inputs) throws IOException {
        InputCheck.check((TwoPhase) spec.experiment(), inputs);
    }

    @Override
    public StudySpec extended(StudySpec spec, long steps) {
        return Revision.longer(spec, steps);
    }

    @Override
    public StudySpec shortened(StudySpec spec, long step) {
        return Revision.shorter(spec, step);
    }

    @Override
    public int segmentSeconds(StudyDocument study) {
        return study.experiment(TwoPhase.class).training().segmentSeconds();
    }

    @Override
    public List<RunPoint> points(StudyDocument study) {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        List<Long> schedule = experiment.checkpoints().steps();
        int shards = 1 + experiment.observation().shards();
        return Variant.of(experiment).stream()
                .map(variant -> new RunPoint(variant.name(), schedule, shards))
                .toList();
    }

    /** Neither the number of steps nor the test split determines a checkpoint's bits. */
    @Override
    public Fingerprint trajectory(StageContext context, StudyDocument study, RunPoint point) {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        Variant variant = Variant.named(experiment, point.name());
        Map<String, Object> parameters = new TreeMap<>();
        parameters.put("data", trainingData(experiment.data()));
        parameters.put("network", variant.network(experiment));
        parameters.put(
                "training",
                Map.of(
                        "optimizer", experiment.training().optimizer(),
                        "learningRate", experiment.training().learningRate(),
                        "momentum", experiment.training().momentum(),
                        "weightDecay", experiment.training().weightDecay(),
                        "batch", experiment.training().batch()));
        parameters.put("seed", variant.seed(study.spec().seed()));
        variant.half().ifPresent(half -> parameters.put("half", half));
        return Fingerprint.of("train", NetworkTraining.VERSION, parameters, inputs(study), context.profile());
    }

    @Override
    public ResumableTraining open(StageContext context, StudyDocument study, RunPoint point) throws IOException {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        Variant variant = Variant.named(experiment, point.name());
        Split split = splits.of(context, study);
        return new NetworkTraining(
                variant.network(experiment),
                experiment.training(),
                experiment.data(),
                variant.rows(split),
                variant.labels(split),
                variant.seed(study.spec().seed()));
    }

    @Override
    public Fingerprint observation(
            StageContext context,
            StudyDocument study,
            RunPoint point,
            Optional<CommittedCheckpoint> checkpoint,
            int shard) {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        Map<String, Object> parameters = new TreeMap<>();
        parameters.put("data", trainingData(experiment.data()));
        // the test part's size shifts which rows its first samples are, since classes keep their shares
        parameters.put("test", experiment.data().test());
        if (experiment.observation().device() != Device.CPU) {
            parameters.put("device", experiment.observation().device());
        }
        if (shard > 0) {
            ObservationSpec spec = experiment.observation();
            parameters.put(
                    "samples",
                    Map.of(
                            "train", spec.trainSamples(),
                            "test", spec.testSamples(),
                            "from", firstSample(spec, shard),
                            "to", firstSample(spec, shard + 1)));
            parameters.put("players", spec.players());
            parameters.put("baseline", spec.baseline());
            parameters.put("outputs", spec.outputs());
            parameters.put("noise", spec.noise());
            parameters.put("tolerance", spec.tolerance());
            parameters.put("maxIterations", spec.maxIterations());
            parameters.put("canonical", spec.canonical());
        }
        Map<String, String> inputs = new TreeMap<>(inputs(study));
        checkpoint.ifPresent(
                committed -> inputs.put("model", committed.part(MODEL).sha256()));
        return Fingerprint.of(
                shard == 0 ? "losses" : "observe", OBSERVE_VERSION, parameters, inputs, context.profile());
    }

    @Override
    public StageProduct observe(
            StageContext context,
            StudyDocument study,
            RunPoint point,
            CommittedCheckpoint checkpoint,
            int shard,
            Path folder,
            StageProgress progress)
            throws IOException {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        Split split = splits.of(context, study);
        Path model = folder.resolve(MODEL);
        context.blobs().fetch(checkpoint.part(MODEL), model);
        RunMetrics metrics = context.metrics().run(study.spec().study(), point.name());
        try (Evaluator network =
                new MeteredEvaluator(OnnxEvaluator.open(model, device(study), context.gpu()), metrics::evaluated)) {
            if (shard == 0) {
                progress.alive("losses of step " + checkpoint.step());
                return StageProduct.of(LossFiles.compute(
                        network, split, folder, (train, test) -> metrics.losses(checkpoint.step(), train, test)));
            }
            ObservationSpec spec = experiment.observation();
            return StageProduct.of(new ModelObserver(experiment, split, checkpoint.step(), metrics)
                    .observe(network, firstSample(spec, shard), firstSample(spec, shard + 1), folder, progress));
        }
    }

    @Override
    public Device device(StudyDocument study) {
        return study.experiment(TwoPhase.class).observation().device();
    }

    /** Only the study's own network is read while it trains: its controls are compared with it at the end. */
    @Override
    public Optional<LiveReader> liveReader(StudyDocument study, RunPoint point) {
        Variant variant = Variant.named(study.experiment(TwoPhase.class), point.name());
        return variant.control().isEmpty() ? Optional.of(phases) : Optional.empty();
    }

    @Override
    public Object fitParameters(StudyDocument study) {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        return Map.of(
                "detector", experiment.detector(),
                "observation", experiment.observation(),
                "shape", experiment.data().shape(),
                "labelNoise", experiment.data().labelNoise(),
                "seed", study.spec().seed());
    }

    @Override
    public String fitVersion() {
        return FIT_VERSION;
    }

    @Override
    public StageProduct fit(
            StageContext context, StudyDocument study, List<ObservedRun> runs, Path folder, StageProgress progress)
            throws IOException {
        CrashPoints.DURING_FIT.pass();
        return PhaseFit.fit(context, study, splits.of(context, study), runs, folder, progress);
    }

    @Override
    public String reportVersion() {
        return REPORT_VERSION;
    }

    @Override
    public StageProduct report(StageContext context, StudyDocument study, ReportFacts facts, Path folder)
            throws IOException {
        CrashPoints.DURING_REPORT.pass();
        return StudyReport.write(context, study, facts, folder);
    }

    @Override
    public Cost cost(StudyDocument study, RunPoint point) {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        return CostModel.of(experiment, Variant.named(experiment, point.name()).network(experiment));
    }

    private static int firstSample(ObservationSpec spec, int shard) {
        return Math.min((shard - 1) * spec.shardSize(), spec.samples());
    }

    private static Map<String, Object> trainingData(DataSpec data) {
        return Map.of(
                "format", data.format(),
                "shape", data.shape(),
                "classes", data.classes(),
                "scale", data.scale(),
                "standardize", data.standardize(),
                "train", data.train(),
                "labelNoise", data.labelNoise(),
                "split", data.split());
    }

    private static Map<String, String> inputs(StudyDocument study) {
        Map<String, String> digests = new TreeMap<>();
        study.inputs().forEach((role, ref) -> digests.put(role, ref.sha256()));
        return digests;
    }
}
