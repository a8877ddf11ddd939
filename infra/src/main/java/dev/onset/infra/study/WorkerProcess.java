package dev.onset.infra.study;

import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.evaluate.OnnxEvaluator;
import dev.onset.evaluate.OnnxLibrary;
import dev.onset.infra.metrics.Metrics;
import dev.onset.infra.metrics.MetricsAddress;
import dev.onset.infra.metrics.MetricsEndpoint;
import dev.onset.infra.process.Signals;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.infra.temporal.StudyWorkers;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.kind.Kinds;
import dev.onset.stages.BeatSettings;
import dev.onset.stages.StudyPipeline;
import dev.onset.workflows.Queues;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that does stages for a Temporal server until it is told to stop. A signal drains it: nothing new is taken, what
 * is trained is committed, observations under way end, and the process ends within its grace. Killed instead, it loses
 * nothing that is committed: another worker goes on once its heartbeats are missed. A stage that stalls ends it as a signal would, for its
 * supervisor to start it anew.
 */
public final class WorkerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    /**
     * What a worker does, and where.
     *
     * @param observers observations at once
     * @param gpu which of the machine's GPUs it observes on; absent: the processor
     * @param grace how long a drain may take
     * @param deployment name of the worker deployment; absent without versioning
     * @param build this worker's build, with a deployment
     * @param metrics where metrics are offered; absent: nowhere
     */
    public record Settings(
            Place place,
            Set<String> queues,
            int observers,
            Optional<Integer> gpu,
            Duration grace,
            Optional<String> deployment,
            Optional<String> build,
            Optional<MetricsAddress> metrics) {
        /** The queues by name: observations on a GPU have one of their own, and who fits plans beside it. */
        Set<String> polled() {
            Set<String> polled = new LinkedHashSet<>(queues);
            if (gpu.isPresent() && polled.remove(Queues.OBSERVE)) {
                polled.add(Queues.OBSERVE_GPU);
            }
            if (polled.contains(Queues.FIT)) {
                polled.add(Queues.PLAN);
            }
            return polled;
        }
    }

    private final Settings settings;
    private final TemporalServer server;
    private final DataDirectory directory;
    private final StudyPipeline pipeline;
    private final StudyWorkers workers;
    private final Observed observed;
    private final Withdrawal withdrawal;
    private final CountDownLatch signalled = new CountDownLatch(1);
    private final Signals.Listener signals;

    private WorkerProcess(
            Settings settings,
            TemporalServer server,
            DataDirectory directory,
            StudyPipeline pipeline,
            StudyWorkers workers,
            Observed observed,
            Withdrawal withdrawal) {
        this.settings = settings;
        this.server = server;
        this.directory = directory;
        this.pipeline = pipeline;
        this.workers = workers;
        this.observed = observed;
        this.withdrawal = withdrawal;
        signals = Signals.hear(signalled::countDown, false);
    }

    /** Its metrics and where they are offered. */
    private record Observed(Metrics metrics, Optional<MetricsEndpoint> endpoint) implements AutoCloseable {
        static Observed at(Optional<MetricsAddress> address) {
            Metrics metrics = address.isPresent() ? Metrics.on() : Metrics.off();
            try {
                return new Observed(metrics, MetricsEndpoint.start(address, metrics));
            } catch (RuntimeException e) {
                metrics.close();
                throw e;
            }
        }

        @Override
        public void close() {
            endpoint.ifPresent(MetricsEndpoint::close);
            metrics.close();
        }
    }

    /** Connects to server and store, and begins to poll. */
    public static WorkerProcess start(Settings settings, Map<String, String> environment) {
        if (settings.gpu().isPresent() && !OnnxEvaluator.supports(Device.CUDA)) {
            throw new OnsetException(
                    ErrorCode.DEVICE_UNAVAILABLE,
                    "--device asks for a GPU, but this build's ONNX Runtime has no CUDA; build with -Pgpu; nothing was started");
        }
        BeatSettings beats = StallLimit.of(environment);
        Observed observed = Observed.at(settings.metrics());
        try {
            return start(settings, observed, beats, environment);
        } catch (RuntimeException e) {
            observed.close();
            throw e;
        }
    }

    private static WorkerProcess start(
            Settings settings, Observed observed, BeatSettings beats, Map<String, String> environment) {
        Metrics metrics = observed.metrics();
        TemporalServer server = TemporalServer.connect(
                new TemporalServer.Settings(
                        settings.place().temporal().orElse(""), metrics.temporal(), metrics::metered),
                environment);
        try {
            server.requireSearchAttributes();
            if (settings.queues().contains(Queues.OBSERVE)) {
                // opened as the first observation comes, it might open as the process ends; and what cannot observe
                // takes none
                OnnxLibrary.environment();
            }
            DataDirectory directory = DataDirectory.open(
                    settings.place(), environment, metrics, settings.gpu().orElse(0));
            StudyPipeline pipeline =
                    new StudyPipeline(directory.context(), Kinds.installed(), Webhook.of(environment), beats);
            StudyWorkers workers = new StudyWorkers(
                    server.client(),
                    pipeline,
                    settings.polled(),
                    queue -> Kinds.installed().profiles(queue, settings.gpu().orElse(0)),
                    1,
                    settings.observers(),
                    settings.deployment()
                            .flatMap(name -> settings.build().map(build -> new StudyWorkers.Deployment(name, build))));
            // from here on a signal drains, though the first stage come at once
            Withdrawal withdrawal = withdrawal(workers, directory);
            WorkerProcess process =
                    new WorkerProcess(settings, server, directory, pipeline, workers, observed, withdrawal);
            pipeline.watch(withdrawal);
            pipeline.stalled().thenRun(process.signalled::countDown);
            workers.start();
            withdrawal.start();
            metrics.watchWorkers(server.client(), workers.served());
            metrics.watchFitness(withdrawal::problems);
            metrics.watchOperators(server.client(), workers.served());
            return process;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Withdrawal withdrawal(StudyWorkers workers, DataDirectory directory) {
        return new Withdrawal(
                workers.served(),
                new Withdrawal.Polling() {
                    @Override
                    public void suspend(String queue) {
                        workers.suspend(queue);
                    }

                    @Override
                    public void resume(String queue) {
                        workers.resume(queue);
                    }
                },
                new WorkerTrial(
                        directory.context().scratch(), directory.context().store()),
                Withdrawal.Pauses.USUAL,
                System::nanoTime);
    }

    /** What it does, in words. */
    public String words() {
        return String.join(", ", settings.polled()) + " for the Temporal server at " + server.address() + ", namespace "
                + server.namespace() + ", store " + settings.place().option()
                + observed.endpoint().map(at -> ", metrics at " + at.address()).orElse("");
    }

    /**
     * Returns when a signal came, or a stage has stalled, and the drain is over.
     *
     * @return the stage that stalled; what it holds is lost, so the process should end at once, hooks and all
     */
    public Optional<OnsetException> awaitEnd() {
        try {
            signalled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        drain();
        return Optional.ofNullable(pipeline.stalled().getNow(null));
    }

    private void drain() {
        LOG.info("draining: nothing new is taken, what is trained is committed");
        pipeline.drain();
        workers.drain(settings.grace(), pipeline::isStuck);
        LOG.info("drained");
    }

    @Override
    public void close() {
        signals.close();
        withdrawal.close();
        pipeline.abandon();
        workers.close();
        directory.close();
        server.close();
        observed.close();
    }
}
