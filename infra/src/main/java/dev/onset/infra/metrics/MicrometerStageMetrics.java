package dev.onset.infra.metrics;

import dev.onset.contracts.ErrorCode;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.StageMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What stages report, as meters. Counters that alerts watch exist from a stage's first attempt on, so that 0 to 1 is seen. */
final class MicrometerStageMetrics implements StageMetrics {
    /** Label of what belongs to no single run. */
    private static final String WHOLE = "all";

    private final MeterRegistry registry;
    private final Map<Tags, RunMetrics> runs = new ConcurrentHashMap<>();

    MicrometerStageMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void began(String study, String stage) {
        zombies(study, stage);
    }

    @Override
    public void results(String study, String run, String stage, boolean reused, int count, double seconds) {
        Tags tags = Tags.of("study", study, "run", run.isEmpty() ? WHOLE : run, "stage", stage);
        Counter found = results(tags, "reused");
        Counter computed = results(tags, "computed");
        (reused ? found : computed).increment(count);
        if (!reused && count > 0) {
            Timer.builder("onset.stage")
                    .description("Time in which a stage computed its results, a whole segment for train")
                    .tags("study", study, "stage", stage)
                    .register(registry)
                    .record(Duration.ofNanos(Math.round(seconds * 1e9)));
        }
    }

    private Counter results(Tags tags, String result) {
        return Counter.builder("onset.stage.results")
                .description("Results of stages that were reused or computed; checkpoints for train")
                .tags(tags.and("result", result))
                .register(registry);
    }

    @Override
    public void failed(String study, String stage, ErrorCode code) {
        Counter.builder("onset.stage.failures")
                .description("Attempts at a stage that failed, by error code")
                .tags("study", study, "stage", stage, "code", code.name())
                .register(registry)
                .increment();
    }

    @Override
    public void heartbeatNotFound(String study, String stage) {
        zombies(study, stage).increment();
    }

    private Counter zombies(String study, String stage) {
        return Counter.builder("onset.heartbeat.not.found")
                .description("Attempts that learned from a heartbeat that they were given to another worker")
                .tags("study", study, "stage", stage)
                .register(registry);
    }

    @Override
    public RunMetrics run(String study, String run) {
        return runs.computeIfAbsent(Tags.of("study", study, "run", run), tags -> new RunMeters(registry, tags));
    }
}
