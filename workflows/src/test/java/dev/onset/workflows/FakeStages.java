package dev.onset.workflows;

import dev.onset.contracts.ExtendRequest;
import dev.onset.contracts.FitRequest;
import dev.onset.contracts.Milestone;
import dev.onset.contracts.NoticeRequest;
import dev.onset.contracts.ObservablePlan;
import dev.onset.contracts.ObserveRequest;
import dev.onset.contracts.PinRequest;
import dev.onset.contracts.Reading;
import dev.onset.contracts.ReadingRequest;
import dev.onset.contracts.RepinRequest;
import dev.onset.contracts.ReportRequest;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.SegmentRequest;
import dev.onset.contracts.SegmentResult;
import dev.onset.contracts.StageOutcome;
import dev.onset.contracts.StageRoute;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyRef;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Stages of a study that compute nothing but remember what was asked of them, and fail when told to. */
public final class FakeStages
        implements PlanActivities,
                TrainActivities,
                ObserveActivities,
                ReadingActivities,
                FitActivities,
                WorkerActivities {
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
    /** Checkpoints that show the milestone; 0: nothing is read at all. */
    public final AtomicInteger milestoneAt = new AtomicInteger();

    final AtomicReference<Milestone.Orders> orders = new AtomicReference<>(Milestone.Orders.NONE);
    /** What is observed. */
    final AtomicReference<List<ObservablePlan>> observables = new AtomicReference<>();

    /** Where runs start, in words. */
    final AtomicReference<String> origin = new AtomicReference<>("");

    final AtomicInteger runsAtOnce = new AtomicInteger(2);
    /** Runs whose segments are held until it is empty. */
    public final Set<Integer> holdRuns = ConcurrentHashMap.newKeySet();

    final AtomicBoolean holdFit = new AtomicBoolean();
    /** Whether a held segment that is asked to commit takes its time. */
    final AtomicBoolean holdCommit = new AtomicBoolean();

    final AtomicBoolean holdExtend = new AtomicBoolean();
    private final AtomicInteger training = new AtomicInteger();
    /** The most segments that were under way at a time. */
    final AtomicInteger mostTraining = new AtomicInteger();

    private final AtomicInteger observing = new AtomicInteger();
    /** The most observations that were under way at a time. */
    final AtomicInteger mostObserved = new AtomicInteger();
    /** Codes that the third observation of the first shard of a chain fails with, once. */
    final AtomicReference<String> failChain = new AtomicReference<>("");

    private final AtomicInteger chaining = new AtomicInteger();
    /** The most observations of a chain that were under way at a time. */
    final AtomicInteger mostChained = new AtomicInteger();
    /** How long an observation takes. */
    final AtomicInteger observeMillis = new AtomicInteger();
    /** How long a segment takes. */
    final AtomicInteger millis = new AtomicInteger();

    /** Codes that a held segment fails with when it is asked to commit. */
    final Queue<String> failHeld = new ConcurrentLinkedQueue<>();

    final Queue<String> failNotice = new ConcurrentLinkedQueue<>();

    /** Whether stages are pinned by who serves them; otherwise they go to the stages' own queues. */
    final AtomicBoolean pinning = new AtomicBoolean();
    /** The profiles that stages are pinned to, by their tags. */
    final Map<String, String> profile = new ConcurrentHashMap<>();

    /** The profile of the worker that pins. */
    volatile String ownTag = "0wn";

    /** @param perSegment checkpoints that a training activity commits */
    public FakeStages(int runs, int checkpoints, int shards, int perSegment) {
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.shards = shards;
        this.perSegment = perSegment;
        observables.set(List.of(new ObservablePlan("observations", shards, pinned(Queues.OBSERVE))));
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
        return new StudyPlan(runs, runsAtOnce.get(), route("fit", Queues.FIT));
    }

    @Override
    public StudyRef extend(ExtendRequest request) {
        log.add("extend to " + request.steps());
        hold(holdExtend);
        String fingerprint = "e" + request.study().fingerprint();
        return new StudyRef(request.study().study(), fingerprint, "studies/demo/specs/" + fingerprint + ".json");
    }

    @Override
    public StudyRef shorten(ExtendRequest request) {
        log.add("shorten to " + request.steps());
        orders.set(Milestone.Orders.NONE);
        String fingerprint = "s" + request.study().fingerprint();
        return new StudyRef(request.study().study(), fingerprint, "studies/demo/specs/" + fingerprint + ".json");
    }

    @Override
    public StudyRef repin(RepinRequest request) {
        log.add("repin " + request.stage());
        profile.remove(request.stage());
        return request.study().withPins(request.study().pins() + 1);
    }

    /** Where a stage goes once it is pinned to this worker, whose queues are the stages' own. */
    static StageRoute pinned(String queue) {
        return new StageRoute(queue, "the profile of the fakes");
    }

    /** Pins a stage to a profile that is another's: its work goes to a queue of that name. */
    void pin(String stage, String tag) {
        profile.put(stage, tag);
    }

    private StageRoute route(String stage, String queue) {
        return !pinning.get()
                ? pinned(queue)
                : Optional.ofNullable(profile.get(stage))
                        .map(tag -> new StageRoute(Queues.pinned(queue, tag), "profile " + tag))
                        .orElse(StageRoute.unpinned(queue));
    }

    @Override
    public StageRoute pin(PinRequest request) {
        log.add("pin " + request.stage());
        profile.putIfAbsent(request.stage(), ownTag);
        String queue = request.stage().equals("train")
                ? Queues.TRAIN
                : request.stage().equals("fit") ? Queues.FIT : Queues.OBSERVE;
        return route(request.stage(), queue);
    }

    @Override
    public void here() {}

    @Override
    public Reading read(ReadingRequest request) {
        int at = milestoneAt.get();
        int to = request.checkpoints();
        log.add("read " + request.known().checkpoints() + ".." + to);
        return new Reading(
                to,
                to - 1L,
                to >= at ? "phase 2" : "phase 1",
                to >= at ? "it has turned" : "it falls",
                to >= at
                        ? Optional.of(new Milestone("phase 2", at - 1L, "it has turned", orders.get()))
                        : Optional.empty());
    }

    @Override
    public String notice(NoticeRequest request) {
        String failure = failNotice.poll();
        if (failure != null) {
            throw ApplicationFailure.newNonRetryableFailure("nobody answers", failure);
        }
        log.add("notice of step " + request.milestone().step());
        return "told";
    }

    private StageOutcome outcome(String line, String stage, int generation) {
        boolean found = reuse.get() && generation <= 1;
        log.add(generation == 0 ? line : line + " " + generation);
        String key = "stages/" + stage + "/x/g" + String.format("%06d", Math.max(1, generation)) + ".json";
        return new StageOutcome(
                key, "d", Math.max(1, generation), found, found ? "unchanged" : "never computed before");
    }

    @Override
    public RunPlan planRun(RunRef run) {
        return new RunPlan(
                "point-" + run.index(),
                checkpoints,
                checkpoints - 1L,
                route("train", Queues.TRAIN),
                pinning.get()
                        ? observables.get().stream()
                                .map(one ->
                                        new ObservablePlan(one.name(), one.shards(), route(one.name(), Queues.OBSERVE)))
                                .toList()
                        : observables.get(),
                8,
                run.index() == 0 && milestoneAt.get() > 0,
                origin.get());
    }

    @Override
    public SegmentResult trainSegment(SegmentRequest request) {
        String run = "run " + request.run().index();
        int from = runs == 1 ? durable.get() : request.knownCommitted();
        log.add(run + " train from " + from);
        mostTraining.accumulateAndGet(training.incrementAndGet(), Math::max);
        try {
            return segment(request, run, from);
        } finally {
            training.decrementAndGet();
        }
    }

    private SegmentResult segment(SegmentRequest request, String run, int from) {
        int to = Math.min(checkpoints, from + perSegment);
        if (signal.get()) {
            Activity.getExecutionContext()
                    .getWorkflowClient()
                    .newWorkflowStub(
                            RunWorkflow.class,
                            Activity.getExecutionContext().getInfo().getWorkflowId())
                    .checkpointsCommitted(to, to - 1L, "d" + to);
        }
        sleep(millis.get());
        while (holdSegment.get() || holdRuns.contains(request.run().index())) {
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
                hold(holdCommit);
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
        boolean chain = request.observable().equals("chain");
        if (chain && request.checkpoint() == 2 && request.shard() == 0) {
            String code = failChain.getAndSet("");
            if (!code.isEmpty()) {
                throw ApplicationFailure.newNonRetryableFailure("observation is bad", code);
            }
        }
        mostObserved.accumulateAndGet(observing.incrementAndGet(), Math::max);
        mostChained.accumulateAndGet(chain ? chaining.incrementAndGet() : 0, Math::max);
        sleep(observeMillis.get());
        observing.decrementAndGet();
        chaining.addAndGet(chain ? -1 : 0);
        return outcome(
                "run " + request.run().index() + " observe " + request.checkpoint() + "/" + name(request)
                        + request.shard(),
                "observe",
                request.generation());
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void hold(AtomicBoolean held) {
        while (held.get()) {
            sleep(20);
        }
    }

    private static String name(ObserveRequest request) {
        return request.observable().equals("observations") ? "" : request.observable() + "/";
    }

    @Override
    public StageOutcome fit(FitRequest request) {
        String failure = failFit.poll();
        if (failure != null) {
            throw ApplicationFailure.newNonRetryableFailure("the fit is bad", failure);
        }
        while (holdFit.get()) {
            Activity.getExecutionContext().heartbeat("holding");
            sleep(20);
        }
        return outcome("fit", "fit", request.generation());
    }

    @Override
    public StageOutcome report(ReportRequest request) {
        return outcome("report", "report", request.generation());
    }
}
