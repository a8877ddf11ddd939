package dev.onset.infra.temporal;

import dev.onset.stages.FitActivitiesImpl;
import dev.onset.stages.ObserveActivitiesImpl;
import dev.onset.stages.PlanActivitiesImpl;
import dev.onset.stages.ReadingActivitiesImpl;
import dev.onset.stages.StudyPipeline;
import dev.onset.stages.TrainActivitiesImpl;
import dev.onset.workflows.Queues;
import dev.onset.workflows.RunWorkflowImpl;
import dev.onset.workflows.StudyWorkflowImpl;
import dev.onset.workflows.VersionedStudyWorkflowImpl;
import io.temporal.client.WorkflowClient;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The workers of one process.
 *
 * <p>As many trainings at a time as their kind allows: one where native threads and the trainer's random state are per
 * process. Observations run beside them, one a core; fits one at a time, since they may fill the memory.
 */
public final class StudyWorkers implements AutoCloseable {
    /** Plans and readings at once: a reading may take minutes, and a study that is to be planned waits for none. */
    private static final int PLANNERS = 4;

    private static final long LOOK_MILLIS = 500;

    private final WorkerFactory factory;
    private final Optional<Deployment> deployment;
    private final Map<String, Worker> activities = new TreeMap<>();

    /** Creates the workers; {@link #start} sets them going. */
    public StudyWorkers(
            WorkflowClient client, StudyPipeline pipeline, Set<String> queues, int trainers, int observers) {
        this(client, pipeline, queues, trainers, observers, Optional.empty());
    }

    /** A worker deployment's name, and the build of this worker. */
    public record Deployment(String name, String build) {}

    /** @param deployment versions the workers: runs stay with the build they began with, studies move on */
    public StudyWorkers(
            WorkflowClient client,
            StudyPipeline pipeline,
            Set<String> queues,
            int trainers,
            int observers,
            Optional<Deployment> deployment) {
        this.deployment = deployment;
        factory = WorkerFactory.newInstance(client);
        factory.newWorker(Queues.WORKFLOWS, options(1))
                .registerWorkflowImplementationTypes(
                        deployment.isPresent() ? VersionedStudyWorkflowImpl.class : StudyWorkflowImpl.class,
                        RunWorkflowImpl.class);
        if (queues.contains(Queues.TRAIN)) {
            worker(Queues.TRAIN, trainers, new TrainActivitiesImpl(pipeline));
        }
        for (String queue : List.of(Queues.OBSERVE, Queues.OBSERVE_GPU)) {
            if (queues.contains(queue)) {
                worker(queue, observers, new ObserveActivitiesImpl(pipeline));
            }
        }
        if (queues.contains(Queues.FIT)) {
            worker(Queues.FIT, 1, new FitActivitiesImpl(pipeline));
        }
        if (queues.contains(Queues.PLAN)) {
            worker(Queues.PLAN, PLANNERS, new PlanActivitiesImpl(pipeline), new ReadingActivitiesImpl(pipeline));
        }
    }

    private void worker(String queue, int slots, Object... implementations) {
        Worker worker = factory.newWorker(queue, options(slots));
        worker.registerActivitiesImplementations(implementations);
        activities.put(queue, worker);
    }

    private WorkerOptions options(int activitySlots) {
        WorkerOptions.Builder options = WorkerOptions.newBuilder().setMaxConcurrentActivityExecutionSize(activitySlots);
        deployment.ifPresent(d -> options.setDeploymentOptions(WorkerDeploymentOptions.newBuilder()
                .setUseVersioning(true)
                .setVersion(new WorkerDeploymentVersion(d.name(), d.build()))
                .setDefaultVersioningBehavior(VersioningBehavior.PINNED)
                .build()));
        return options.build();
    }

    public void start() {
        factory.start();
    }

    /** The queues of stages that this process polls; workflows it polls besides, since they need nothing of it. */
    public Set<String> stages() {
        return Collections.unmodifiableSet(activities.keySet());
    }

    /** Asks for no more work of a queue; what was asked for already may still come. */
    public void suspend(String queue) {
        Optional.ofNullable(activities.get(queue)).ifPresent(Worker::suspendPolling);
    }

    /** Asks for work of a queue again. */
    public void resume(String queue) {
        Optional.ofNullable(activities.get(queue)).ifPresent(Worker::resumePolling);
    }

    /**
     * Stops polling and interrupts nothing that is about to commit; returns when all is quiet or the grace is over.
     *
     * @param stuck whether nothing is under way but what has stalled, which is not waited for
     */
    public void drain(Duration grace, BooleanSupplier stuck) {
        factory.shutdown();
        long until = System.nanoTime() + grace.toNanos();
        do {
            factory.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } while (!factory.isTerminated() && !stuck.getAsBoolean() && System.nanoTime() < until);
    }

    @Override
    public void close() {
        factory.shutdownNow();
        factory.awaitTermination(5, TimeUnit.SECONDS);
    }
}
