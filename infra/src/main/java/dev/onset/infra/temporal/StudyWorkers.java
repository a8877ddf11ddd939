package dev.onset.infra.temporal;

import dev.onset.numeric.Profile;
import dev.onset.stages.FitActivitiesImpl;
import dev.onset.stages.ObserveActivitiesImpl;
import dev.onset.stages.PlanActivitiesImpl;
import dev.onset.stages.ReadingActivitiesImpl;
import dev.onset.stages.StudyPipeline;
import dev.onset.stages.TrainActivitiesImpl;
import dev.onset.stages.WorkerActivitiesImpl;
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

    /** Stages pinned at once: it takes a few requests to the store. */
    private static final int PINS = 2;

    private static final long LOOK_MILLIS = 500;

    /**
     * A process that trains and observes on every core holds up a workflow's thread for seconds: that is no deadlock, and half the
     * time that a workflow task is given.
     */
    private static final long DEADLOCK_MILLIS = 5_000;

    private final WorkerFactory factory;
    private final Optional<Deployment> deployment;
    private final Profiles profiles;
    private final WorkerActivitiesImpl present;
    private final Map<String, Worker> activities = new TreeMap<>();

    /** Creates the workers; {@link #start} sets them going. */
    public StudyWorkers(
            WorkflowClient client,
            StudyPipeline pipeline,
            Set<String> queues,
            Profiles profiles,
            int trainers,
            int observers) {
        this(client, pipeline, queues, profiles, trainers, observers, Optional.empty());
    }

    /** The numeric profiles under which this process would compute what waits on a queue. */
    public interface Profiles {
        List<Profile> of(String queue);
    }

    /** A worker deployment's name, and the build of this worker. */
    public record Deployment(String name, String build) {}

    /** @param deployment versions the workers: runs stay with the build they began with, studies move on */
    public StudyWorkers(
            WorkflowClient client,
            StudyPipeline pipeline,
            Set<String> queues,
            Profiles profiles,
            int trainers,
            int observers,
            Optional<Deployment> deployment) {
        this.deployment = deployment;
        this.profiles = profiles;
        this.present = new WorkerActivitiesImpl(pipeline);
        factory = WorkerFactory.newInstance(client);
        factory.newWorker(Queues.WORKFLOWS, options(1))
                .registerWorkflowImplementationTypes(
                        deployment.isPresent() ? VersionedStudyWorkflowImpl.class : StudyWorkflowImpl.class,
                        RunWorkflowImpl.class);
        if (queues.contains(Queues.TRAIN)) {
            stage(Queues.TRAIN, trainers, new TrainActivitiesImpl(pipeline));
        }
        for (String queue : List.of(Queues.OBSERVE, Queues.OBSERVE_GPU)) {
            if (queues.contains(queue)) {
                stage(queue, observers, new ObserveActivitiesImpl(pipeline));
            }
        }
        if (queues.contains(Queues.FIT)) {
            stage(Queues.FIT, 1, new FitActivitiesImpl(pipeline));
        }
        if (queues.contains(Queues.PLAN)) {
            worker(Queues.PLAN, PLANNERS, new PlanActivitiesImpl(pipeline), new ReadingActivitiesImpl(pipeline));
            worker(Queues.presence(Queues.PLAN), 1, present);
        }
    }

    /**
     * Serves a stage: its own queue, on which it is pinned, and for each profile that this process has, the queue of work that is
     * pinned to it and the one on which it says that it is there, however busy.
     */
    private void stage(String queue, int slots, Object activities) {
        worker(queue, PINS, present);
        for (Profile profile : profiles.of(queue)) {
            String pinned = Queues.pinned(queue, profile.tag());
            worker(pinned, slots, activities);
            worker(Queues.presence(pinned), 1, present);
        }
    }

    private void worker(String queue, int slots, Object... implementations) {
        Worker worker = factory.newWorker(queue, options(slots));
        worker.registerActivitiesImplementations(implementations);
        activities.put(queue, worker);
    }

    private WorkerOptions options(int activitySlots) {
        WorkerOptions.Builder options = WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(activitySlots)
                .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS);
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

    /** The queues of activities that this process serves; workflows it polls besides, since they need nothing of it. */
    public Set<String> served() {
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
