package dev.onset.twophase;

import dev.onset.kind.RunGauge;
import java.util.Map;

/** What is shown of a run while it goes on. */
final class Gauges {
    static final RunGauge CENTROID =
            RunGauge.of("order.centroid", "Mean order of interactions at the newest step observed");

    static final RunGauge TRAIN_LOSS = loss("train");
    static final RunGauge TEST_LOSS = loss("test");

    static final RunGauge LOSS_GAP =
            RunGauge.of("loss.gap.nats", "Test minus training loss at the newest step observed");

    static final RunGauge PHASE = RunGauge.of("phase", "0 before any phase, 1 orders have fallen, 2 they rise again");

    private Gauges() {}

    private static RunGauge loss(String split) {
        return new RunGauge("loss.nats", "Mean loss in nats at the newest step observed", Map.of("split", split));
    }
}
