package dev.onset.infra.metrics;

import dev.onset.kind.RunMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Meters of one run. Gauges of results show the newest step observed; those of a training exist while it goes on here. */
final class RunMeters implements RunMetrics {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Newest centroid = new Newest();
    private final Newest train = new Newest();
    private final Newest test = new Newest();
    private final Map<String, Device> devices = new ConcurrentHashMap<>();
    private final Timer extraction;
    private final DistributionSummary gap;
    private int phase = -1;

    private record Device(Counter rows, Counter seconds) {}

    RunMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        extraction = Timer.builder("onset.extraction")
                .description("Time of one game's extraction")
                .tags(tags)
                .serviceLevelObjectives(TemporalBuckets.durations(.001, .003, .01, .03, .1, .3, 1, 10, 100))
                .register(registry);
        gap = DistributionSummary.builder("onset.certified.gap")
                .description("Certified relative distance of an extraction from the optimum")
                .tags(tags)
                .minimumExpectedValue(1e-9)
                .serviceLevelObjectives(1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1)
                .register(registry);
    }

    @Override
    public Training training(long lastStep) {
        return new TrainingMeters(registry, tags, lastStep);
    }

    @Override
    public void evaluated(String device, int rows, long nanos) {
        Device at = devices.computeIfAbsent(device, this::device);
        at.rows().increment(rows);
        at.seconds().increment(nanos / 1e9);
    }

    private Device device(String name) {
        Tags where = tags.and("device", name);
        return new Device(
                Counter.builder("onset.forward.passes")
                        .description("Rows a network was asked about")
                        .tags(where)
                        .register(registry),
                Counter.builder("onset.evaluator")
                        .description("Time spent asking networks, summed over threads")
                        .baseUnit("seconds")
                        .tags(where)
                        .register(registry));
    }

    @Override
    public void extracted(long nanos, double certified) {
        extraction.record(nanos, TimeUnit.NANOSECONDS);
        gap.record(certified);
    }

    @Override
    public void centroid(long step, double mean) {
        if (!Double.isNaN(mean) && centroid.add(step, mean)) {
            gauge("onset.order.centroid", "Mean order of interactions at the newest step observed", centroid, tags);
            Gauge.builder("onset.observed.step", centroid, Newest::step)
                    .description("Newest step observed")
                    .tags(tags)
                    .strongReference(true)
                    .register(registry);
        }
    }

    @Override
    public void losses(long step, double trainLoss, double testLoss) {
        boolean first = train.add(step, trainLoss);
        test.add(step, testLoss);
        if (!first) {
            return;
        }
        String what = "Mean loss in nats at the newest step observed";
        gauge("onset.loss.nats", what, train, tags.and("split", "train"));
        gauge("onset.loss.nats", what, test, tags.and("split", "test"));
        Gauge.builder("onset.loss.gap.nats", this, run -> run.test.mean() - run.train.mean())
                .description("Test minus training loss at the newest step observed")
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    private synchronized int phase() {
        return phase;
    }

    private void gauge(String name, String description, Newest newest, Tags labels) {
        Gauge.builder(name, newest, Newest::mean)
                .description(description)
                .tags(labels)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public synchronized void phase(int reached) {
        boolean first = phase < 0;
        phase = reached;
        if (!first) {
            return;
        }
        Gauge.builder("onset.phase", this, RunMeters::phase)
                .description("0 before any phase, 1 orders have fallen, 2 they rise again")
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    /** The mean of what was reported for the newest step; shards of one step come in any order, older steps late. */
    static final class Newest {
        private long step = -1;
        private double sum;
        private int count;

        /** Returns whether this is the first value of all. */
        synchronized boolean add(long at, double value) {
            boolean first = step < 0;
            if (at > step) {
                step = at;
                sum = 0;
                count = 0;
            }
            if (at == step) {
                sum += value;
                count++;
            }
            return first;
        }

        synchronized double mean() {
            return sum / count;
        }

        synchronized long step() {
            return step;
        }
    }
}
