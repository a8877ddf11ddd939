package dev.onset.infra.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the SDK's timers that dashboards ask for quantiles a few buckets; the others keep count, sum and maximum. Left to
 * itself the SDK makes 69 buckets for each of some fifty timers.
 */
final class TemporalBuckets implements MeterFilter {
    private static final List<String> QUANTILES = List.of(
            "temporal_activity_schedule_to_start_latency",
            "temporal_workflow_task_schedule_to_start_latency",
            "temporal_workflow_task_execution_latency");

    private static final double[] BUCKETS = nanos(.005, .02, .1, .5, 1, 5, 30, 120, 600, 3600);

    static double[] nanos(double... seconds) {
        return Arrays.stream(seconds).map(s -> s * 1e9).toArray();
    }

    static Duration[] durations(double... seconds) {
        return Arrays.stream(seconds)
                .mapToObj(s -> Duration.ofNanos(Math.round(s * 1e9)))
                .toArray(Duration[]::new);
    }

    @Override
    public @Nullable DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        if (id.getType() != Meter.Type.TIMER || !id.getName().startsWith("temporal_")) {
            return config;
        }
        return DistributionStatisticConfig.builder()
                .percentilesHistogram(false)
                .serviceLevelObjectives(QUANTILES.contains(id.getName()) ? BUCKETS : new double[0])
                .build()
                .merge(config);
    }
}
