package dev.onset.observe;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.Device;
import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.data.SplitCache;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.MeteredEvaluator;
import dev.onset.game.ObservationSpec;
import dev.onset.kind.Observable;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.numeric.Profile;
import dev.onset.store.Fingerprint;
import dev.onset.train.NetworkCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The AND-OR interactions of fixed samples between fixed players, a slice of the samples a shard. */
public final class InteractionObservable implements Observable {
    public static final String NAME = "interactions";
    private static final String VERSION = "3";

    private final StudyDocument study;
    private final DataSpec data;
    private final ObservationSpec spec;
    private final Evaluation evaluation;
    private final SplitCache splits;
    private final Function<RunPoint, NetworkCost> network;

    /**
     * @param evaluation how a checkpoint's network is asked
     * @param network what the network of a run costs
     */
    public InteractionObservable(
            StudyDocument study,
            DataSpec data,
            ObservationSpec spec,
            Evaluation evaluation,
            SplitCache splits,
            Function<RunPoint, NetworkCost> network) {
        this.study = study;
        this.data = data;
        this.spec = spec;
        this.evaluation = evaluation;
        this.splits = splits;
        this.network = network;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int shards() {
        return spec.shards();
    }

    @Override
    public Device device() {
        return evaluation.device();
    }

    @Override
    public Profile profile(int gpu) {
        return evaluation.profile(gpu);
    }

    @Override
    public Fingerprint settings(RunPoint point, int shard, String profile) {
        Map<String, Object> parameters = new TreeMap<>(evaluation.parameters());
        parameters.put("data", data.bothParts());
        parameters.put(
                "samples",
                Map.of(
                        "train", spec.trainSamples(),
                        "test", spec.testSamples(),
                        "from", firstSample(shard),
                        "to", firstSample(shard + 1)));
        parameters.put("players", spec.players());
        parameters.put("baseline", spec.baseline());
        parameters.put("outputs", spec.outputs());
        parameters.put("noise", spec.noise());
        parameters.put("tolerance", spec.tolerance());
        parameters.put("maxIterations", spec.maxIterations());
        parameters.put("canonical", spec.canonical());
        return Fingerprint.of(
                NAME, VERSION, parameters, study.inputDigests(data.sources().keySet()), profile);
    }

    @Override
    public SortedMap<String, String> inputs(CommittedCheckpoint checkpoint) {
        return evaluation.inputs(checkpoint);
    }

    @Override
    public StageProduct observe(
            StageContext context,
            RunPoint point,
            CommittedCheckpoint checkpoint,
            int shard,
            Path folder,
            StageProgress progress)
            throws IOException {
        Split split = splits.of(context, study, data);
        RunMetrics metrics = context.metrics().run(study.spec().study(), point.name());
        try (Evaluator evaluator = new MeteredEvaluator(evaluation.open(context, checkpoint), metrics::evaluated)) {
            return StageProduct.of(new InteractionObserver(data, spec, split, checkpoint.step(), metrics)
                    .observe(evaluator, firstSample(shard), firstSample(shard + 1), folder, progress));
        }
    }

    @Override
    public Cost cost(RunPoint point) {
        return InteractionCost.of(data, spec, network.apply(point));
    }

    private int firstSample(int shard) {
        return Math.min(shard * spec.shardSize(), spec.samples());
    }
}
