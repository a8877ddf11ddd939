package dev.onset.observe;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.Device;
import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.data.SplitCache;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.MeteredEvaluator;
import dev.onset.kind.Observable;
import dev.onset.kind.RunGauge;
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

/** The losses of a network on every example of both splits, one shard a checkpoint. */
public final class LossObservable implements Observable {
    public static final String NAME = "losses";
    private static final String VERSION = "3";
    private static final double SECONDS_PER_FORWARD_FLOP = 1.0 / 20e9;
    private static final RunGauge TRAIN_LOSS = loss("train");
    private static final RunGauge TEST_LOSS = loss("test");
    private static final RunGauge LOSS_GAP =
            RunGauge.of("loss.gap.nats", "Test minus training loss at the newest step observed");

    private final StudyDocument study;
    private final DataSpec data;
    private final Evaluation evaluation;
    private final SplitCache splits;
    private final Function<RunPoint, NetworkCost> network;

    /**
     * @param evaluation how a checkpoint's network is asked
     * @param network what the network of a run costs
     */
    public LossObservable(
            StudyDocument study,
            DataSpec data,
            Evaluation evaluation,
            SplitCache splits,
            Function<RunPoint, NetworkCost> network) {
        this.study = study;
        this.data = data;
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
        return 1;
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
        progress.alive("losses of step " + checkpoint.step());
        try (Evaluator network = new MeteredEvaluator(evaluation.open(context, checkpoint), metrics::evaluated)) {
            return StageProduct.of(LossFiles.compute(network, split, folder, (train, test) -> {
                metrics.gauge(TRAIN_LOSS, checkpoint.step(), 0, train);
                metrics.gauge(TEST_LOSS, checkpoint.step(), 0, test);
                metrics.gauge(LOSS_GAP, checkpoint.step(), 0, test - train);
            }));
        }
    }

    @Override
    public Cost cost(RunPoint point) {
        long rows = (long) data.train() + data.test();
        return new Cost(
                rows, rows * Double.BYTES, rows * network.apply(point).forwardFlops() * SECONDS_PER_FORWARD_FLOP);
    }

    private static RunGauge loss(String split) {
        return new RunGauge("loss.nats", "Mean loss in nats at the newest step observed", Map.of("split", split));
    }
}
