package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import dev.onset.infra.metrics.Metrics;
import dev.onset.infra.temporal.EmbeddedTemporal;
import dev.onset.infra.temporal.StudyWorkers;
import dev.onset.kind.Kinds;
import dev.onset.numeric.Profile;
import dev.onset.stages.StudyPipeline;
import dev.onset.workflows.Queues;
import dev.onset.workflows.StudyWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One study under Temporal inside this JVM, followed to its end. */
final class EmbeddedExecution implements StudyExecution {
    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final long FOLLOW_MILLIS = 250;
    private static final long SIGNAL_MILLIS = 200;
    /** A study waits on the GPU's queue only where its observables ask for one, which was found before. */
    private static final Set<String> QUEUES = Set.copyOf(Queues.ACTIVITIES);

    private final EmbeddedTemporal temporal;
    private final StudyWorkers workers;
    private final StudyPipeline pipeline;

    /** @param trainers trainings that go on at once */
    EmbeddedExecution(StudyPipeline pipeline, int trainers) {
        this(pipeline, trainers, EmbeddedExecution::profiles, Metrics.off());
    }

    /** Of studies that ask for no GPU. */
    private static List<Profile> profiles(String queue) {
        return queue.equals(Queues.OBSERVE_GPU) ? List.of() : Kinds.installed().profiles(queue, 0);
    }

    /** @param profiles of this process, for the stages of the study alone: no further library is loaded */
    EmbeddedExecution(StudyPipeline pipeline, int trainers, StudyWorkers.Profiles profiles, Metrics metrics) {
        this.pipeline = pipeline;
        temporal = new EmbeddedTemporal(metrics);
        workers = new StudyWorkers(
                temporal.client(),
                pipeline,
                QUEUES,
                profiles,
                trainers,
                Runtime.getRuntime().availableProcessors());
        workers.start();
        metrics.watchWorkers(temporal.client(), workers.served());
    }

    @Override
    public StudyResult run(StudyRef study, StudyRequest request, ProgressSink progress) {
        StudyWorkflow workflow = temporal.client()
                .newWorkflowStub(
                        StudyWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(Queues.WORKFLOWS)
                                .setWorkflowId(study.workflowId())
                                .build());
        WorkflowClient.start(workflow::study, request);
        Following following = new Following(temporal.client(), progress);
        CompletableFuture<StudyResult> end = WorkflowStub.fromTyped(workflow).getResultAsync(StudyResult.class);
        while (true) {
            throwIfStalled();
            try {
                StudyResult result = end.get(FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
                following.look(workflow);
                return result;
            } catch (TimeoutException stillRunning) {
                following.look(workflow);
            } catch (ExecutionException failed) {
                throw Following.coded(failed.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OnsetException(ErrorCode.INTERNAL, "interrupted; what is committed stays", e);
            }
        }
    }

    /** No other process could do it instead, and this one has lost the thread: the run ends, and may be started again. */
    private void throwIfStalled() {
        OnsetException stalled = pipeline.stalled().getNow(null);
        if (stalled != null) {
            throw stalled;
        }
    }

    @Override
    public long signalMillis() {
        return SIGNAL_MILLIS;
    }

    @Override
    public boolean operated() {
        return false;
    }

    /** Asks the activities to commit and stop; returns when they have, or when the grace is over. */
    @Override
    public void cancel() {
        pipeline.drain();
        workers.drain(GRACE, pipeline::isStuck);
    }

    @Override
    public void close() {
        pipeline.abandon();
        workers.close();
        temporal.close();
    }
}
