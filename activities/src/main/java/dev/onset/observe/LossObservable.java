package dev.onset.observe;

import dev.onset.data.DataSpec;
import dev.onset.data.SplitCache;
import dev.onset.kind.RunGauge;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.train.NetworkCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** The losses of a network on every example of both splits, one shard a checkpoint. */
public final class LossObservable extends NetworkObservable {
    public static final String NAME = "losses";
    private static final RunGauge TRAIN_LOSS = loss("train");
    private static final RunGauge TEST_LOSS = loss("test");
    private static final RunGauge LOSS_GAP =
            RunGauge.of("loss.gap.nats", "Test minus training loss at the newest step observed");

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
        super("3", study, data, evaluation, splits, network);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int shards() {
        return 1;
    }

    /** The data say all. */
    @Override
    void parameters(Map<String, Object> parameters, RunPoint point, int shard) {}

    @Override
    Map<String, Path> measure(Asked asked, int shard, Path folder, StageProgress progress) throws IOException {
        progress.alive("losses of step " + asked.step());
        RunMetrics metrics = asked.metrics();
        return LossFiles.compute(asked.network(), asked.split(), folder, (train, test) -> {
            metrics.gauge(TRAIN_LOSS, asked.step(), 0, train);
            metrics.gauge(TEST_LOSS, asked.step(), 0, test);
            metrics.gauge(LOSS_GAP, asked.step(), 0, test - train);
        });
    }

    @Override
    public Cost cost(RunPoint point) {
        long rows = (long) data().train() + data().test();
        return new Cost(rows, rows * Double.BYTES, rows * network(point).forwardFlops() * SECONDS_PER_FORWARD_FLOP);
    }

    private static RunGauge loss(String split) {
        return new RunGauge("loss.nats", "Mean loss in nats at the newest step observed", Map.of("split", split));
    }
}
