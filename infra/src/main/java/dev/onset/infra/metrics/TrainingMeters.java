package dev.onset.infra.metrics;

import dev.onset.checkpoint.CommitOutcome;
import dev.onset.kind.RunMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Meters of one training segment. Its gauges go when it does, so that a run that is over or trains elsewhere raises no
 * alert. The age of the last checkpoint counts from the segment's beginning until its first commit or resume point.
 */
final class TrainingMeters implements RunMetrics.Training {
    private static final List<String> OUTCOMES =
            List.of("committed", "already", "overtaken", "fenced", "diverged", "unknown");

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Gauge> gauges = new ArrayList<>();
    private final Counter steps;
    private final Map<String, Counter> outcomes = new TreeMap<>();
    private final Timer commit;
    private final Timer resumePoint;
    private final DistributionSummary bytes;
    private volatile long step;
    private volatile long lastStepNanos = System.nanoTime();
    private volatile long lastCommitNanos = lastStepNanos;

    TrainingMeters(MeterRegistry registry, Tags tags, long end) {
        this.registry = registry;
        this.tags = tags;
        steps = Counter.builder("onset.training.steps")
                .description("Training steps taken")
                .tags(tags)
                .register(registry);
        for (String outcome : OUTCOMES) {
            outcomes.put(
                    outcome,
                    Counter.builder("onset.commits")
                            .description("Commits of checkpoints by how they ended")
                            .tags(tags.and("outcome", outcome))
                            .register(registry));
        }
        commit = Timer.builder("onset.commit")
                .description("Time from a state in memory to a durable checkpoint")
                .tags(tags)
                .serviceLevelObjectives(TemporalBuckets.durations(.01, .03, .1, .3, 1, 3, 10, 60))
                .register(registry);
        resumePoint = Timer.builder("onset.resume.point")
                .description("Time from a state in memory to a durable resume point")
                .tags(tags)
                .serviceLevelObjectives(TemporalBuckets.durations(.01, .03, .1, .3, 1, 3, 10, 60))
                .register(registry);
        bytes = DistributionSummary.builder("onset.checkpoint")
                .description("Size of committed checkpoints")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        gauge("onset.training.step", "Step that training has reached", null, meters -> meters.step);
        gauge("onset.training.end.step", "Step at which training ends", null, meters -> end);
        gauge("onset.training.idle", "Time since the last step", "seconds", meters -> since(meters.lastStepNanos));
        gauge(
                "onset.checkpoint.age",
                "Time since the last commit or resume point of this segment",
                "seconds",
                meters -> since(meters.lastCommitNanos));
    }

    private void gauge(String name, String description, @Nullable String unit, ToDoubleFunction<TrainingMeters> value) {
        // an attempt that was overtaken in this very process may still hold the name
        registry.find(name).tags(tags).gauges().forEach(registry::remove);
        gauges.add(Gauge.builder(name, this, value)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .strongReference(true)
                .register(registry));
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    @Override
    public void step(long reached) {
        step = reached;
        lastStepNanos = System.nanoTime();
        steps.increment();
    }

    @Override
    public void resumed(long at) {
        step = at;
    }

    @Override
    public void committed(CommitOutcome outcome, long size, long nanos) {
        String word = word(outcome);
        Counter counter = outcomes.get(word);
        if (counter != null) {
            counter.increment();
        }
        commit.record(nanos, TimeUnit.NANOSECONDS);
        if (word.equals("committed") || word.equals("already")) {
            bytes.record(size);
            lastCommitNanos = System.nanoTime();
        }
    }

    @Override
    public void saved(long size, long nanos) {
        resumePoint.record(nanos, TimeUnit.NANOSECONDS);
        lastCommitNanos = System.nanoTime();
    }

    private static String word(CommitOutcome outcome) {
        if (outcome instanceof CommitOutcome.Committed) {
            return "committed";
        }
        if (outcome instanceof CommitOutcome.AlreadyCommitted already) {
            return already.byAnother() ? "overtaken" : "already";
        }
        if (outcome instanceof CommitOutcome.Fenced fenced) {
            return fenced.divergent() ? "diverged" : "fenced";
        }
        return "unknown";
    }

    @Override
    public void close() {
        for (Gauge gauge : gauges) {
            // a newer attempt's gauge has the same name and stays
            if (registry.getMeters().stream().anyMatch(meter -> isSame(meter, gauge))) {
                registry.remove(gauge);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // meters are equal by name
    private static boolean isSame(Meter meter, Gauge gauge) {
        return meter == gauge;
    }
}
