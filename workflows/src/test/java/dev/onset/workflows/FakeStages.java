package dev.onset.workflows;

import dev.onset.contracts.Device;
import dev.onset.contracts.ExtendRequest;
import dev.onset.contracts.FitRequest;
import dev.onset.contracts.LiveReading;
import dev.onset.contracts.NoticeRequest;
import dev.onset.contracts.ObserveRequest;
import dev.onset.contracts.ReadingRequest;
import dev.onset.contracts.ReportRequest;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.SegmentRequest;
import dev.onset.contracts.SegmentResult;
import dev.onset.contracts.StageOutcome;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyRef;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Stages of a study that compute nothing but remember what was asked of them, and fail when told to. */
public final class FakeStages implements PlanActivities, TrainActivities, ObserveActivities, FitActivities {
    final int runs;
    final int checkpoints;
    final int shards;
    final int perSegment;
    final AtomicInteger durable = new AtomicInteger();
    final List<String> log = new CopyOnWriteArrayList<>();
    final Queue<String> failFit = new ConcurrentLinkedQueue<>();
    final Queue<String> failObserve = new ConcurrentLinkedQueue<>();
    /** Whether results of generation 1 are there already. */
    final AtomicBoolean reuse = new AtomicBoolean();

    final AtomicBoolean signal = new AtomicBoolean(true);
    final AtomicBoolean holdSegment = new AtomicBoolean();
    /** Checkpoints that show the second phase; 0: the phase is not read at all. */
    public final AtomicInteger secondPhaseAt = new AtomicInteger();

    final AtomicReference<LiveReading.Orders> orders = new AtomicReference<>(LiveReading.Orders.NONE);
    final AtomicReference<Device> device = new AtomicReference<>(Device.CPU);
    /** How long a segment takes. */
    final AtomicInteger millis = new AtomicInteger();

    /** Codes that a held segment fails with when it is asked to commit. */
    final Queue<String> failHeld = new ConcurrentLinkedQueue<>();

    final Queue<String> failNotice = new ConcurrentLinkedQueue<>();

    /** @param perSegment checkpoints that a training activity commits */
    public FakeStages(int runs, int checkpoints, int shards, int perSegment) {
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.shards = shards;
        this.perSegment = perSegment;
    }

    /** Of every run. */
    public int checkpoints() {
        return checkpoints;
    }

    /** Of every checkpoint. */
    public int shards() {
        return shards;
    }

    @Override
    public StudyPlan planStudy(StudyRef study) {
        return new StudyPlan(runs, 2);
    }

    @Override
    public StudyRef extend(ExtendRequest request) {
        log.add("extend to " + request.steps());
        String fingerprint = "e" + request.study().fingerprint();
        return new StudyRef(request.study().study(), fingerprint, "studies/demo/specs/" + fingerprint + ".json");
    }

    @Override
    public StudyRef shorten(ExtendRequest request) {
        log.add("shorten to " + request.steps());
        orders.set(LiveReading.Orders.NONE);
        String fingerprint = "s" + request.study().fingerprint();
        return new StudyRef(request.study().study(), fingerprint, "studies/demo/specs/" + fingerprint + ".json");
    }

    @Override
    public LiveReading readPhase(ReadingRequest request) {
        int at = secondPhaseAt.get();
        int to = request.checkpoints();
        boolean second = to >= at;
        log.add("read " + request.known().checkpoints() + ".." + to);
        return new LiveReading(
                to,
                to - 1L,
                second ? LiveReading.Phase.SECOND : LiveReading.Phase.FIRST,
                second ? at - 2L : 0,
                second ? at - 1L : 0,
                second ? "it has turned" : "it falls",
                second ? orders.get() : LiveReading.Orders.NONE);
    }

    @Override
    public String notice(NoticeRequest request) {
        String failure = failNotice.poll();
        if (failure != null) {
            throw ApplicationFailure.newNonRetryableFailure("nobody answers", failure);
        }
        log.add("notice of step " + request.reading().enteredAt());
        return "told";
    }

    private StageOutcome outcome(String line, String stage, int generation) {
        boolean found = reuse.get() && generation <= 1;
        log.add(generation == 0 ? line : line + " " + generation);
        String key = "stages/" + stage + "/x/g" + String.format("%06d", Math.max(1, generation)) + ".json";
        return new StageOutcome(key, "d", found, found ? "unchanged" : "never computed before");
    }

    @Override
    public RunPlan planRun(RunRef run) {
        return new RunPlan(
                "point-" + run.index(),
                checkpoints,
                shards,
                checkpoints - 1L,
                device.get(),
                run.index() == 0 && secondPhaseAt.get() > 0);
    }

    @Override
    public SegmentResult trainSegment(SegmentRequest request) {
        String run = "run " + request.run().index();
        int from = runs == 1 ? durable.get() : request.knownCommitted();
        log.add(run + " train from " + from);
        int to = Math.min(checkpoints, from + perSegment);
        if (signal.get()) {
            Activity.getExecutionContext()
                    .getWorkflowClient()
                    .newWorkflowStub(
                            RunWorkflow.class,
                            Activity.getExecutionContext().getInfo().getWorkflowId())
                    .checkpointsCommitted(to, to - 1L, "d" + to);
        }
        try {
            Thread.sleep(millis.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        while (holdSegment.get()) {
            try {
                Activity.getExecutionContext().heartbeat("holding");
                Thread.sleep(20);
            } catch (ActivityCanceledException cancelled) {
                String failure = failHeld.poll();
                if (failure != null) {
                    log.add(run + " fails " + failure);
                    throw ApplicationFailure.newNonRetryableFailure("it fails as it commits", failure);
                }
                log.add(run + " asked to commit and return");
                break;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        durable.set(to);
        return new SegmentResult(to, to - 1L, to == checkpoints, 0, to - from, 0);
    }

    @Override
    public StageOutcome observe(ObserveRequest request) {
        String failure = failObserve.poll();
        if (failure != null) {
            throw ApplicationFailure.newNonRetryableFailure("observation is bad", failure);
        }
        return outcome(
                "run " + request.run().index() + " observe " + request.checkpoint() + "/" + request.shard(),
                "observe",
                request.generation());
    }

    @Override
    public StageOutcome fit(FitRequest request) {
        String failure = failFit.poll();
        if (failure != null) {
            throw ApplicationFailure.newNonRetryableFailure("the fit is bad", failure);
        }
        return outcome("fit", "fit", request.generation());
    }

    @Override
    public StageOutcome report(ReportRequest request) {
        return outcome("report", "report", request.generation());
    }
}
