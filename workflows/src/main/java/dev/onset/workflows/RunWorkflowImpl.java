package dev.onset.workflows;

import dev.onset.contracts.Milestone;
import dev.onset.contracts.ObserveRequest;
import dev.onset.contracts.Reading;
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
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Training and observation of one run, side by side.
 *
 * <h2>How it stays small and resumable</h2>
 *
 * Training is a chain of long segments; each ends at a commit and reports a prefix of the schedule that is durable.
 * Observations are started in schedule order, so many at a time as planning allows, only for that prefix. What is in
 * the store decides whether either computes anything, so nothing here needs to be remembered but two counters. When
 * history grows long, no new activity is started, training commits and returns, the others are awaited, and the run continues
 * as new from the counters.
 */
public final class RunWorkflowImpl implements RunWorkflow {
    /** Where no server suggests it, the run continues as new from here on. */
    private static final int MOST_EVENTS = 8_000;
    /** A segment of the usual length ends by itself. */
    private static final Duration SEGMENT_PATIENCE = Duration.ofMinutes(15);

    private final RunRequest request;
    private final RunRef run;
    private final OperatorGate gate;
    private final Visibility visibility;
    private final ReadingWatch watch;
    private final ObservationLedger ledger;
    private final int mostEvents;
    private final long began;
    private final long firstStep;

    private @Nullable RunPlan plan;
    private int committed;
    private boolean trained;
    private long step;
    private int observing;
    private int segments;
    private StageTally tally;
    private boolean paused;
    private boolean stopping;
    private boolean toldWaiting;
    private Reading told;
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
        this.ledger = new ObservationLedger(progress.observed(), progress.unfinished());
        this.mostEvents = request.mostEvents() > 0 ? request.mostEvents() : MOST_EVENTS;
        this.toldWaiting = progress.waiting();
        this.segments = progress.segments();
        this.tally = progress.tally();
        this.paused = progress.paused();
        this.told = progress.reading();
        this.watch = new ReadingWatch(run, gate, progress.reading(), this::read);
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
        if (planned.read()) {
            watch.begin(planned);
            ledger.eachDone(index -> watch.observed(index / planned.shards()));
            Async.procedure(watch::watch).handle(this::ended);
        }
        observe(planned);
        if (failure != null) {
            if (CancellationScope.current().isCancelRequested()) {
                UncancelledWait.through(() -> !busy()); // what is under way commits and returns
            }
            throw failure;
        }
        done = true;
        show();
        Workflow.await(() -> telling == 0 && Workflow.isEveryHandlerFinished());
        return new RunResult(
                planned.point(), tally, (Workflow.currentTimeMillis() - from) / 1000.0, watch.latest(), false);
    }

    private @Nullable Void ended(@Nullable Void nothing, @Nullable RuntimeException problem) {
        failure = problem == null ? failure : problem;
        return null;
    }

    private void train(RunPlan planned) {
        while (!trained && !shouldDrain() && !stopping) {
            Optional<SegmentResult> ended = gate.attempt("train", () -> segment(planned));
            if (ended.isPresent()) {
                SegmentResult result = ended.get();
                segments++;
                tally = tally.plus(
                        new StageTally(segments == 1 ? result.found() : 0, result.computed(), 0, 0, result.fenced()));
                advance(result.committed(), result.step());
                trained = result.trained();
                show();
            }
        }
    }

    /**
     * One segment in a scope of its own, so that a pause can ask it to commit and return.
     *
     * @return empty where it was asked to end and nothing is known of what it did: the next finds what is committed
     */
    private Optional<SegmentResult> segment(RunPlan planned) {
        Workflow.await(() -> !paused || shouldDrain() || stopping); // a retry does not end a pause
        if (shouldDrain() || stopping) {
            return Optional.empty();
        }
        TrainActivities trainer = Workflow.newActivityStub(
                TrainActivities.class,
                StageOptions.train(
                        planned.trainQueue(),
                        "train " + planned.point() + " from step " + step + " of " + planned.lastStep()));
        SegmentResult[] result = new SegmentResult[1];
        CancellationScope scope = Workflow.newCancellationScope(
                () -> result[0] = trainer.trainSegment(new SegmentRequest(run, committed, request.signalMillis())));
        segmentScope = scope;
        training = true;
        try {
            scope.run();
            return Optional.of(result[0]);
        } catch (ActivityFailure failed) {
            // the server does not retry an attempt that was asked to end, whatever became of it
            if (scope.isCancelRequested() && !CancellationScope.current().isCancelRequested()) {
                return Optional.empty();
            }
            throw failed;
        } finally {
            training = false;
            segmentScope = null;
        }
    }

    private void observe(RunPlan planned) {
        CancellationScope scope = CancellationScope.current();
        while (ledger.done() < planned.observations() || !trained || watch.isBehind()) {
            UncancelledWait.through(() -> failure != null
                    || canStart(planned)
                    || ((stopping || scope.isCancelRequested()) && !busy())
                    || (ledger.done() == planned.observations() && trained && !watch.isBehind())
                    || shouldDrain());
            if (failure != null || (stopping && !busy())) {
                return;
            }
            if (scope.isCancelRequested() && !busy()) {
                throw new CanceledFailure("cancelled between two activities");
            }
            if (shouldDrain()) {
                drain();
                return;
            }
            while (canStart(planned)) {
                startObservation(planned, ledger.start());
            }
        }
    }

    /** What is under way ends, what waits for an operator goes along, and the run continues as new. */
    private void drain() {
        draining = true;
        Supplier<Boolean> quiet =
                () -> failure != null || (!busy() && telling == 0 && Workflow.isEveryHandlerFinished());
        if (request.operated() && !UncancelledWait.through(SEGMENT_PATIENCE, quiet)) {
            endSegment("the run continues as new"); // it may last for days, and each of its signals is history
        }
        UncancelledWait.through(quiet);
        if (failure == null && !stopping) {
            Workflow.newContinueAsNewStub(RunWorkflow.class).run(request.at(progress()));
        }
    }

    private boolean canStart(RunPlan planned) {
        return !paused
                && !stopping
                && !shouldDrain()
                && planned.shards() > 0
                && ledger.canStart(committed * planned.shards())
                && ledger.open() < planned.observationsAtOnce();
    }

    private void startObservation(RunPlan planned, int index) {
        RunPlan.Observation observation = planned.observation(index);
        int checkpoint = observation.checkpoint();
        ObserveActivities observer = Workflow.newActivityStub(
                ObserveActivities.class,
                StageOptions.observe(
                        observation.observable().queue(),
                        "observe " + observation.observable().name() + " of " + planned.point() + ", checkpoint "
                                + (checkpoint + 1) + " of " + planned.checkpoints() + ", shard "
                                + (observation.shard() + 1) + " of "
                                + observation.observable().shards()));
        Async.function(() -> gate.attempt("observe", () -> observed(observer, observation)))
                .handle((Optional<StageOutcome> outcome, RuntimeException problem) -> {
                    if (problem != null) {
                        failure = problem;
                    } else if (outcome.isPresent()) {
                        boolean reused = outcome.get().reused();
                        tally = tally.plus(new StageTally(0, 0, reused ? 1 : 0, reused ? 0 : 1, 0));
                        ledger.finish(index);
                        watch.observed(checkpoint);
                    }
                    return null;
                });
    }

    /** @return empty where the run stops before it began */
    private Optional<StageOutcome> observed(ObserveActivities observer, RunPlan.Observation observation) {
        Workflow.await(() -> !paused || stopping); // a retry does not end a pause
        if (stopping) {
            return Optional.empty();
        }
        observing++;
        try {
            StageOutcome found = observer.observe(asked(observation, 0));
            return Optional.of(
                    request.observeAgain() && found.reused()
                            ? observer.observe(asked(observation, found.generation() + 1))
                            : found);
        } finally {
            observing--;
        }
    }

    private ObserveRequest asked(RunPlan.Observation observation, int generation) {
        return new ObserveRequest(
                run, observation.checkpoint(), observation.observable().name(), observation.shard(), generation);
    }

    private boolean shouldDrain() {
        return draining
                || Workflow.getInfo().isContinueAsNewSuggested()
                || Workflow.getInfo().getHistoryLength() > mostEvents;
    }

    /** Whether an activity is under way; what waits for an operator is not. */
    private boolean busy() {
        return training || observing > 0 || watch.isReading();
    }

    private RunProgress progress() {
        return new RunProgress(
                committed,
                trained,
                step,
                ledger.done(),
                ledger.unfinished(),
                segments,
                tally,
                paused,
                toldWaiting,
                watch.latest());
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

    /** Hears a reading; the study hears of it where the run stands elsewhere than before. */
    private void read(Reading reading) {
        visibility.stands(reading.stands());
        Workflow.setCurrentDetails(details());
        if (reading.milestone().isPresent() && told.milestone().isEmpty()) {
            Milestone milestone = reading.milestone().get();
            Workflow.getLogger(RunWorkflowImpl.class).info("{}: {}", run.study().study(), milestone.words());
            if (milestone.orders().keepCheckpoint() && segmentScope != null && !paused) {
                checkpointNow(milestone.name() + " was reached");
            }
        }
        if (!reading.stands().equals(told.stands()) || !reading.milestone().equals(told.milestone())) {
            told = reading;
            Workflow.getInfo().getParentWorkflowId().ifPresent(parent -> {
                StudyWorkflow study = Workflow.newExternalWorkflowStub(StudyWorkflow.class, parent);
                tell(() -> study.runRead(run.index(), reading));
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
                gate.retry(); // what waits for an operator need not any more
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
            tell(() -> study.runWaits(run.index(), code, error));
        });
    }

    /** Tells the study something; a run neither ends nor continues as new before it is delivered. */
    private void tell(Functions.Proc signal) {
        telling++;
        Async.procedure(signal).handle((nothing, ended) -> {
            telling--;
            return null;
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
