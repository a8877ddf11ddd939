package dev.onset.infra.metrics;

import dev.onset.kind.RunGauge;
import dev.onset.kind.RunMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Meters of one run. Gauges of results show the newest step observed; those of a training exist while it goes on here. */
final class RunMeters implements RunMetrics {
    private static final String PREFIX = "onset.";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<RunGauge, Newest> gauges = new ConcurrentHashMap<>();
    private final AtomicLong observed = new AtomicLong(-1);
    private final Map<String, Device> devices = new ConcurrentHashMap<>();
    private final Timer extraction;
    private final DistributionSummary gap;

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
    public void gauge(RunGauge gauge, long step, int part, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        gauges.computeIfAbsent(gauge, this::shown).add(step, part, value);
        if (observed.getAndAccumulate(step, Math::max) < 0) {
            Gauge.builder("onset.observed.step", observed, AtomicLong::get)
                    .description("Newest step observed")
                    .tags(tags)
                    .strongReference(true)
                    .register(registry);
        }
    }

    private Newest shown(RunGauge gauge) {
        Newest newest = new Newest();
        Tags labels = tags;
        for (Map.Entry<String, String> label : gauge.labels().entrySet()) {
            labels = labels.and(label.getKey(), label.getValue());
        }
        Gauge.builder(PREFIX + gauge.name(), newest, Newest::mean)
                .description(gauge.help())
                .tags(labels)
                .strongReference(true)
                .register(registry);
        return newest;
    }

    /** The mean over the parts of the newest step; they come in any order, those of older steps late. */
    private static final class Newest {
        private final Map<Integer, Double> parts = new HashMap<>();
        private long step = -1;

        synchronized void add(long at, int part, double value) {
            if (at > step) {
                step = at;
                parts.clear();
            }
            if (at == step) {
                parts.put(part, value);
            }
        }

        synchronized double mean() {
            return parts.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(Double.NaN);
        }
    }
}
