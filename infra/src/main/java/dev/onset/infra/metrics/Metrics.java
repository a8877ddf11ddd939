package dev.onset.infra.metrics;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import dev.onset.contracts.ErrorCode;
import dev.onset.kind.StageMetrics;
import dev.onset.store.ObjectStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of one process: its own, Temporal's and the JVM's in one registry. Off, everything here hands back what it was
 * given. Names begin with {@code onset_}, have base units, and few labels: study, run, stage, and closed sets of words. Nothing
 * secret becomes a label.
 */
public final class Metrics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
    private static final com.uber.m3.util.Duration REPORT = com.uber.m3.util.Duration.ofSeconds(1);
    private static final List<ErrorCode> OF_WORKER =
            Stream.of(ErrorCode.values()).filter(ErrorCode::ofWorker).toList();
    private static final Duration WATCH = Duration.ofSeconds(15);

    private final Optional<PrometheusMeterRegistry> registry;
    private final Optional<Scope> temporal;
    private final StageMetrics stages;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final List<HealthCheck> checks = new CopyOnWriteArrayList<>();

    private Metrics(Optional<PrometheusMeterRegistry> registry) {
        this.registry = registry;
        this.temporal = registry.map(to -> new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(to))
                .reportEvery(REPORT));
        this.stages = registry.<StageMetrics>map(MicrometerStageMetrics::new).orElse(StageMetrics.NONE);
        temporal.ifPresent(owned::add);
    }

    /** No metrics. */
    public static Metrics off() {
        return new Metrics(Optional.empty());
    }

    /** Metrics of this process; the caller closes them after what they measure. */
    public static Metrics on() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().meterFilter(new TemporalBuckets());
        Metrics metrics = new Metrics(Optional.of(registry));
        metrics.bindProcess(registry);
        return metrics;
    }

    private void bindProcess(MeterRegistry to) {
        JvmGcMetrics collections = new JvmGcMetrics();
        owned.add(collections);
        collections.bindTo(to);
        new JvmMemoryMetrics().bindTo(to);
        new JvmThreadMetrics().bindTo(to);
        new ProcessorMetrics().bindTo(to);
        new UptimeMetrics().bindTo(to);
        new FileDescriptorMetrics().bindTo(to);
    }

    /** What stages report to. */
    public StageMetrics stages() {
        return stages;
    }

    /** The registry, when metrics are on. */
    public Optional<PrometheusMeterRegistry> registry() {
        return registry;
    }

    /** The same store, its calls timed and counted; from now on this process is well only while it can be written to. */
    public ObjectStore metered(ObjectStore store) {
        checks.add(HealthCheck.store(store));
        return registry.<ObjectStore>map(to -> new MeteredObjectStore(store, to))
                .orElse(store);
    }

    /** The same converter, its payloads measured; belongs directly around the one that refuses large ones. */
    public DataConverter metered(DataConverter converter) {
        return registry.<DataConverter>map(to -> new MeteredDataConverter(converter, to))
                .orElse(converter);
    }

    /** Gives a connection to Temporal the scope that its SDK reports to. */
    public UnaryOperator<WorkflowServiceStubsOptions.Builder> temporal() {
        return builder -> temporal.map(builder::setMetricsScope).orElse(builder);
    }

    /** From now on this process is well only while the server answers and every queue is polled or full. */
    public void watchWorkers(WorkflowClient client, Set<String> queues) {
        checks.add(HealthCheck.temporal(client.getWorkflowServiceStubs()));
        registry.ifPresent(in -> checks.add(HealthCheck.polling(in, queues)));
    }

    /**
     * From now on this process is well only while it takes work.
     *
     * @param problems why it takes none, by code
     */
    public void watchFitness(Supplier<Map<ErrorCode, String>> problems) {
        checks.add(HealthCheck.fitness(problems));
        registry.ifPresent(to -> OF_WORKER.forEach(code -> Gauge.builder(
                        "onset.worker.withdrawn", problems, asked -> asked.get().containsKey(code) ? 1 : 0)
                .description("Whether this worker takes no work for a reason of its own, by error code")
                .tag("code", code.name())
                .strongReference(true)
                .register(to)));
    }

    /**
     * Counts what waits in the client's namespace, asking the server now and then: studies and runs for an operator or a worker,
     * tasks of each queue for a worker.
     *
     * @param queues that this process polls
     */
    public void watchOperators(WorkflowClient client, Set<String> queues) {
        watchOperators(OperatorWatch.Count.of(client), WATCH);
        watchQueues(QueueWatch.Backlog.of(client), queues, WATCH);
    }

    /** What is checked so far. */
    List<HealthCheck> checks() {
        return checks;
    }

    void watchOperators(OperatorWatch.Count count, Duration every) {
        registry.ifPresent(to -> owned.add(OperatorWatch.start(to, count, every)));
    }

    void watchQueues(QueueWatch.Backlog backlog, Set<String> queues, Duration every) {
        registry.ifPresent(to -> owned.add(QueueWatch.start(to, backlog, queues, every)));
    }

    @Override
    public void close() {
        for (AutoCloseable one : owned) {
            try {
                one.close();
            } catch (Exception e) {
                LOG.warn("metrics did not close cleanly", e);
            }
        }
        registry.ifPresent(PrometheusMeterRegistry::close);
    }
}
