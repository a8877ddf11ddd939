package dev.onset.workflows;

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
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import org.jspecify.annotations.Nullable;

/**
 * Training and observation of one run, side by side.
 *
 * <h2>How it stays small and resumable</h2>
 *
 * Training is a chain of long segments; each ends at a commit and reports a prefix of the schedule that is durable.
 * Observations are started in schedule order, {@value #MAX_IN_FLIGHT} at most at a time, only for that prefix. What is in
 * the store decides whether either computes anything, so nothing here needs to be remembered but two counters. When
 * history grows long, no new activity is started, the open ones are awaited, and the run continues as new from the
 * counters.
 */
public final class RunWorkflowImpl implements RunWorkflow {
    private static final int MAX_IN_FLIGHT = 8;

    private final RunRequest request;
    private final RunRef run;
    private final OperatorGate gate;

    private @Nullable RunPlan plan;
    private int committed;
    private boolean trained;
    private long step;
    private int observed;
    private int started;
    private int segments;
    private StageTally tally;
    private boolean paused;
    private boolean training;
    private boolean draining;
    private boolean done;
    private @Nullable CancellationScope segmentScope;
    private @Nullable RuntimeException failure;

    @WorkflowInit
    public RunWorkflowImpl(RunRequest request) {
        this.request = request;
        this.run = request.run();
        this.gate = new OperatorGate(request.parkOnFailure(), this::tellStudy);
        RunProgress progress = request.progress();
        this.committed = progress.committed();
        this.trained = progress.trained();
        this.step = progress.step();
        this.observed = progress.observed();
        this.started = progress.observed();
        this.segments = progress.segments();
        this.tally = progress.tally();
        this.paused = progress.paused();
    }

    @Override
    public RunResult run(RunRequest ignored) {
        long from = Workflow.currentTimeMillis();
        PlanActivities planning = Workflow.newActivityStub(PlanActivities.class, StageOptions.plan());
        RunPlan planned = gate.attempt("plan", () -> planning.planRun(run));
        plan = planned;
        Promise<Void> trainer = Async.procedure(() -> train(planned));
        trainer.handle((nothing, problem) -> {
            failure = problem == null ? failure : problem;
            return null;
        });
        observe(planned);
        if (failure != null) {
            throw failure;
        }
        done = true;
        Workflow.await(Workflow::isEveryHandlerFinished);
        return new RunResult(planned.point(), tally, (Workflow.currentTimeMillis() - from) / 1000.0);
    }

    /** The study starts other runs while this one waits. A lost word costs time, nothing else. */
    private void tellStudy(boolean waiting) {
        Workflow.getInfo().getParentWorkflowId().ifPresent(study -> {
            try {
                Workflow.newExternalWorkflowStub(StudyWorkflow.class, study).runWaits(run.index(), waiting);
            } catch (SignalExternalWorkflowException gone) {
                Workflow.getLogger(RunWorkflowImpl.class).warn("the study could not be told: {}", gone.getMessage());
            }
        });
    }

    private void train(RunPlan planned) {
        training = true;
        try {
            while (!trained) {
                Workflow.await(() -> !paused || draining);
                if (draining) {
                    return;
                }
                SegmentResult result;
                try {
                    result = gate.attempt("train", () -> segment(planned));
                } catch (ActivityFailure cancelled) {
                    if (CancellationScope.current().isCancelRequested() || !paused) {
                        throw cancelled;
                    }
                    continue; // paused before the activity began: nothing was trained
                }
                segments++;
                tally = tally.plus(
                        new StageTally(segments == 1 ? result.found() : 0, result.computed(), 0, 0, result.fenced()));
                advance(result.committed(), result.step());
                trained = result.trained();
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
        while (observed < planned.observations() || !trained) {
            Workflow.await(() -> failure != null
                    || canStart(planned)
                    || (observed == planned.observations() && trained)
                    || (shouldDrain() && !busy()));
            if (failure != null) {
                return;
            }
            if (shouldDrain()) {
                draining = true;
                Workflow.await(() -> failure != null || (!busy() && Workflow.isEveryHandlerFinished()));
                if (failure == null) {
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
                && !shouldDrain()
                && planned.shards() > 0
                && started < committed * planned.shards()
                && started - observed < MAX_IN_FLIGHT;
    }

    private void startObservation(RunPlan planned, int checkpoint, int shard) {
        started++;
        ObserveActivities observer = Workflow.newActivityStub(
                ObserveActivities.class,
                StageOptions.observe("observe " + planned.point() + ", checkpoint " + (checkpoint + 1) + " of "
                        + planned.checkpoints() + ", shard " + (shard + 1) + " of " + planned.shards()));
        Async.function(() ->
                        gate.attempt("observe", () -> observer.observe(new ObserveRequest(run, checkpoint, shard))))
                .handle((StageOutcome outcome, RuntimeException problem) -> {
                    if (problem != null) {
                        failure = problem;
                    } else {
                        tally = tally.plus(new StageTally(0, 0, outcome.reused() ? 1 : 0, outcome.reused() ? 0 : 1, 0));
                    }
                    observed++;
                    return null;
                });
    }

    private boolean shouldDrain() {
        return draining || Workflow.getInfo().isContinueAsNewSuggested();
    }

    private boolean busy() {
        return training || started > observed;
    }

    private RunProgress progress() {
        return new RunProgress(committed, trained, step, observed, segments, tally, paused);
    }

    private void advance(int newCommitted, long newStep) {
        committed = Math.max(committed, newCommitted);
        step = Math.max(step, newStep);
    }

    @Override
    public void checkpointsCommitted(int newCommitted, long newStep) {
        advance(newCommitted, newStep);
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

    private static ApplicationFailure refused(String why) {
        return ApplicationFailure.newNonRetryableFailure(why, "STUDY_INVALID");
    }
}
