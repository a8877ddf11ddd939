package dev.onset.workflows;

import dev.onset.contracts.LiveReading;
import dev.onset.contracts.ObserveRequest;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunProgress;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.RunRequest;
import dev.onset.contracts.RunResult;
import dev.onset.contracts.RunStatus;
import dev.onset.contracts.SegmentRequest;
import dev.onset.contracts.SegmentResult;
import dev.onset.contracts.StageOutcome;
import dev.onset.contracts.StageTally;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Training and observation of one run, side by side.
 *
 * <h2>How it stays small and resumable</h2>
 *
 * Training is a chain of long segments; each ends at a commit and reports a prefix of the schedule that is durable.
 * Observations are started in schedule order, {@value #MAX_IN_FLIGHT} at most at a time, only for that prefix. What is in
 * the store decides whether either computes anything, so nothing here needs to be remembered but two counters. When
 * history grows long, no new activity is started, training commits and returns, the others are awaited, and the run continues
 * as new from the counters.
 */
public final class RunWorkflowImpl implements RunWorkflow {
    private static final int MAX_IN_FLIGHT = 8;
    /** Where no server suggests it, the run continues as new from here on. */
    private static final int MOST_EVENTS = 8_000;

    private final RunRequest request;
    private final RunRef run;
    private final OperatorGate gate;
    private final Visibility visibility;
    private final PhaseWatch watch;
    private final long began;
    private final long firstStep;

    private @Nullable RunPlan plan;
    private int committed;
    private boolean trained;
    private long step;
    private int observed;
    private int started;
    private int segments;
    private StageTally tally;
    private boolean paused;
    private boolean checkpointing;
    private boolean stopping;
    private boolean toldWaiting;
    private LiveReading told;
    private int telling;
    private String commit = "";
    private boolean training;
    private boolean draining;
    private boolean done;
    private @Nullable CancellationScope segmentScope;
    private @Nullable RuntimeException failure;

    @WorkflowInit
    public RunWorkflowImpl(RunRequest request) {
        this.request = request;
        this.run = request.run();
        this.gate = new OperatorGate(request.operated(), this::show);
        this.visibility = new Visibility(request.operated());
        this.began = Workflow.currentTimeMillis();
        this.firstStep = request.progress().step();
        RunProgress progress = request.progress();
        this.committed = progress.committed();
        this.trained = progress.trained();
        this.step = progress.step();
        this.observed = progress.observed();
        this.started = progress.observed();
        this.segments = progress.segments();
        this.tally = progress.tally();
        this.paused = progress.paused();
        this.told = progress.live();
        this.watch = new PhaseWatch(run, gate, progress.live(), this::read);
    }

    @Override
    public RunResult run(RunRequest ignored) {
        long from = Workflow.currentTimeMillis();
        PlanActivities planning = Workflow.newActivityStub(PlanActivities.class, StageOptions.plan());
        RunPlan planned = gate.attempt("plan", () -> planning.planRun(run));
        plan = planned;
        show();
        Promise<Void> trainer = Async.procedure(() -> train(planned));
        trainer.handle(this::ended);
        Async.procedure(() -> watch.watch(planned, observed)).handle(this::ended);
        observe(planned);
        if (failure != null) {
            if (CancellationScope.current().isCancelRequested()) {
                Waits.through(() -> !training && started == observed); // what is under way commits and returns
            }
            throw failure;
        }
        done = true;
        show();
        Workflow.await(() -> telling == 0 && Workflow.isEveryHandlerFinished());
        return new RunResult(planned.point(), tally, (Workflow.currentTimeMillis() - from) / 1000.0, watch.latest());
    }

    private @Nullable Void ended(@Nullable Void nothing, @Nullable RuntimeException problem) {
        failure = problem == null ? failure : problem;
        return null;
    }

    private void train(RunPlan planned) {
        training = true;
        try {
            while (!trained) {
                Workflow.await(() -> !paused || shouldDrain() || stopping);
                if (shouldDrain() || stopping) {
                    return;
                }
                SegmentResult result;
                try {
                    result = gate.attempt("train", () -> segment(planned));
                } catch (ActivityFailure cancelled) {
                    if (CancellationScope.current().isCancelRequested()
                            || !(paused || checkpointing || stopping || draining)) {
                        throw cancelled;
                    }
                    checkpointing = false;
                    continue; // asked to stop before the activity began: nothing was trained
                }
                checkpointing = false;
                segments++;
                tally = tally.plus(
                        new StageTally(segments == 1 ? result.found() : 0, result.computed(), 0, 0, result.fenced()));
                advance(result.committed(), result.step());
                trained = result.trained();
                show();
            }
        } finally {
            training = false;
        }
    }

    /** One segment in a scope of its own, so that a pause can ask it to commit and return. */
    private SegmentResult segment(RunPlan planned) {
        TrainActivities trainer = Workflow.newActivityStub(
                TrainActivities.class,
                StageOptions.train("train " + planned.point() + " from step " + step + " of " + planned.lastStep()));
        SegmentResult[] result = new SegmentResult[1];
        CancellationScope scope = Workflow.newCancellationScope(
                () -> result[0] = trainer.trainSegment(new SegmentRequest(run, committed, request.signalMillis())));
        segmentScope = scope;
        try {
            scope.run();
        } finally {
            segmentScope = null;
        }
        return result[0];
    }

    private void observe(RunPlan planned) {
        CancellationScope scope = CancellationScope.current();
        while (observed < planned.observations() || !trained || watch.isBehind()) {
            Waits.through(() -> failure != null
                    || canStart(planned)
                    || ((stopping || scope.isCancelRequested()) && !busy())
                    || (observed == planned.observations() && trained && !watch.isBehind())
                    || shouldDrain());
            if (failure != null || (stopping && !busy())) {
                return;
            }
            if (scope.isCancelRequested() && !busy()) {
                throw new CanceledFailure("cancelled between two activities");
            }
            if (shouldDrain()) {
                draining = true;
                if (request.operated()) {
                    endSegment("the run continues as new"); // a segment may last for days, and each of its signals is
                    // history
                }
                Waits.through(() -> failure != null || (!busy() && Workflow.isEveryHandlerFinished()));
                if (failure == null && !stopping) {
                    Workflow.newContinueAsNewStub(RunWorkflow.class).run(request.at(progress()));
                }
                return;
            }
            while (canStart(planned)) {
                startObservation(planned, started / planned.shards(), started % planned.shards());
            }
        }
    }

    private boolean canStart(RunPlan planned) {
        return !paused
                && !stopping
                && !shouldDrain()
                && planned.shards() > 0
                && started < committed * planned.shards()
                && started - observed < MAX_IN_FLIGHT;
    }

    private void startObservation(RunPlan planned, int checkpoint, int shard) {
        started++;
        ObserveActivities observer = Workflow.newActivityStub(
                ObserveActivities.class,
                StageOptions.observe(
                        planned.device(),
                        "observe " + planned.point() + ", checkpoint " + (checkpoint + 1) + " of "
                                + planned.checkpoints() + ", shard " + (shard + 1) + " of " + planned.shards()));
        Async.function(() -> gate.attempt("observe", () -> observed(observer, checkpoint, shard)))
                .handle((StageOutcome outcome, RuntimeException problem) -> {
                    if (problem != null) {
                        failure = problem;
                    } else {
                        tally = tally.plus(new StageTally(0, 0, outcome.reused() ? 1 : 0, outcome.reused() ? 0 : 1, 0));
                    }
                    observed++;
                    watch.observed(checkpoint);
                    return null;
                });
    }

    private StageOutcome observed(ObserveActivities observer, int checkpoint, int shard) {
        StageOutcome found = observer.observe(new ObserveRequest(run, checkpoint, shard, 0));
        return request.observeAgain() && found.reused()
                ? observer.observe(new ObserveRequest(run, checkpoint, shard, found.generation() + 1))
                : found;
    }

    private boolean shouldDrain() {
        return draining
                || Workflow.getInfo().isContinueAsNewSuggested()
                || Workflow.getInfo().getHistoryLength() > MOST_EVENTS;
    }

    private boolean busy() {
        return training || started > observed || watch.isBehind();
    }

    private RunProgress progress() {
        return new RunProgress(committed, trained, step, observed, segments, tally, paused, watch.latest());
    }

    private void advance(int newCommitted, long newStep) {
        committed = Math.max(committed, newCommitted);
        step = Math.max(step, newStep);
    }

    @Override
    public void checkpointsCommitted(int newCommitted, long newStep, String digest) {
        advance(newCommitted, newStep);
        if (!digest.isEmpty() && !commit.endsWith(digest)) {
            commit = Instant.ofEpochMilli(Workflow.currentTimeMillis()).truncatedTo(ChronoUnit.SECONDS) + ", step "
                    + newStep + ", digest " + digest;
        }
        visibility.step(step, false);
        Workflow.setCurrentDetails(details());
    }

    /** Hears a reading of the phase; the study hears of it where the phase changed. */
    private void read(LiveReading reading) {
        visibility.phase(reading.phase());
        Workflow.setCurrentDetails(details());
        if (reading.entered() && !told.entered()) {
            Workflow.getLogger(RunWorkflowImpl.class).info("{}: {}", run.study().study(), reading.words());
            if (reading.orders().keepCheckpoint() && segmentScope != null && !paused) {
                checkpointNow("phase 2 was entered");
            }
        }
        if (reading.phase() != told.phase() || reading.entered() != told.entered()) {
            told = reading;
            Workflow.getInfo().getParentWorkflowId().ifPresent(parent -> {
                StudyWorkflow study = Workflow.newExternalWorkflowStub(StudyWorkflow.class, parent);
                telling++;
                Async.procedure(() -> study.phaseRead(run.index(), reading)).handle((told, ended) -> {
                    telling--;
                    return null;
                });
            });
        }
    }

    @Override
    public void operate(String action, String reason) {
        switch (Action.valueOf(action)) {
            case PAUSE -> {
                if (!done && !paused) {
                    pause(reason);
                }
            }
            case RESUME -> resume();
            case RETRY -> {
                if (gate.isWaiting()) {
                    retry(reason);
                }
            }
            case STOP -> {
                stopping = true;
                // the embedded service can lose the end of an activity that is cancelled as it ends: there it ends by
                // itself
                if (request.operated()) {
                    endSegment(reason);
                }
            }
            case CHECKPOINT -> {
                if (segmentScope != null && !paused) {
                    checkpointNow(reason);
                }
            }
        }
    }

    /** Tells search attributes and details what changed. */
    private void show() {
        RunStatus status = status();
        String stage = done ? "done" : plan == null ? "plan" : trained ? "observe" : "train";
        visibility.show(stage, status.state().equals("planning") ? "running" : status.state(), gate.lastCode());
        visibility.step(step, true);
        Workflow.setCurrentDetails(details());
        tellStudy();
    }

    /** The study parks with its run, so that one look at it is enough. */
    private void tellStudy() {
        boolean waits = gate.isWaiting();
        if (waits == toldWaiting || !request.operated()) {
            return;
        }
        toldWaiting = waits;
        Workflow.getInfo().getParentWorkflowId().ifPresent(parent -> {
            StudyWorkflow study = Workflow.newExternalWorkflowStub(StudyWorkflow.class, parent);
            String code = waits ? gate.lastCode() : "";
            String error = waits ? gate.lastError() : "";
            Async.procedure(() -> study.runWaits(run.index(), code, error)).exceptionally(ended -> null);
        });
    }

    private String details() {
        RunStatus status = status();
        long steps = step - firstStep;
        long elapsed = (Workflow.currentTimeMillis() - began) / 1000;
        long left = !training || steps <= 0 || elapsed <= 0 ? -1 : (status.lastStep() - step) * elapsed / steps;
        return Details.of(status, left, commit);
    }

    @Override
    public RunStatus status() {
        String state = done
                ? "done"
                : gate.isWaiting() ? "waiting-for-operator" : paused ? "paused" : plan == null ? "planning" : "running";
        RunPlan known = plan;
        return new RunStatus(
                known == null ? "" : known.point(),
                known == null ? 0 : known.checkpoints(),
                known == null ? 0 : known.observations(),
                known == null ? 0 : known.lastStep(),
                progress(),
                state,
                gate.lastError());
    }

    @Override
    public void pause(String reason) {
        Workflow.getLogger(RunWorkflowImpl.class).info("paused: {}", reason);
        paused = true;
        show();
        endSegment(reason);
    }

    /** Asks the training activity to commit where it is and return. */
    private void endSegment(String reason) {
        CancellationScope scope = segmentScope;
        if (scope != null) {
            scope.cancel(reason);
        }
    }

    @Override
    public void validatePause(String reason) {
        if (done || paused) {
            throw refused(done ? "the run is done" : "the run is already paused");
        }
    }

    @Override
    public void resume() {
        paused = false;
        show();
    }

    @Override
    public void validateResume() {
        if (!paused) {
            throw refused("the run is not paused");
        }
    }

    @Override
    public void retry(String reason) {
        Workflow.getLogger(RunWorkflowImpl.class).info("retry asked for: {}", reason);
        gate.retry();
    }

    @Override
    public void validateRetry(String reason) {
        if (!gate.isWaiting()) {
            throw refused("the run is not waiting for an operator");
        }
    }

    @Override
    public void checkpointNow(String reason) {
        Workflow.getLogger(RunWorkflowImpl.class).info("checkpoint asked for: {}", reason);
        checkpointing = true;
        endSegment(reason);
    }

    @Override
    public void validateCheckpointNow(String reason) {
        if (segmentScope == null || paused) {
            throw refused("the run is not training now");
        }
    }

    private static ApplicationFailure refused(String why) {
        return ApplicationFailure.newNonRetryableFailure(why, "STUDY_INVALID");
    }
}
