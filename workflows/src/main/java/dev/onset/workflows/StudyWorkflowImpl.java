package dev.onset.workflows;

import dev.onset.contracts.FitRequest;
import dev.onset.contracts.PoolProgress;
import dev.onset.contracts.Reading;
import dev.onset.contracts.ReasonPage;
import dev.onset.contracts.ReportRequest;
import dev.onset.contracts.RerunStage;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.RunResult;
import dev.onset.contracts.StageOutcome;
import dev.onset.contracts.StageRoute;
import dev.onset.contracts.StageTally;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyProgress;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyRequest.Again;
import dev.onset.contracts.StudyResult;
import dev.onset.contracts.StudyStatus;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * @see StudyWorkflow
 *
 * <p>A pass goes through runs, fit and report; an operator who asks for a stage again, or for a longer study, causes another
 * pass. What is in the store makes the repeated parts cheap. When history grows long, the study continues as new between two of
 * its runs.
 */
public class StudyWorkflowImpl implements StudyWorkflow {
    private final StudyRequest request;
    private final StudyState state;
    private final StudyRevisions revisions;
    private final StudyMilestone milestone;
    private final StudyOperator operator;
    private @Nullable CancellationScope concluding;

    @WorkflowInit
    public StudyWorkflowImpl(StudyRequest request) {
        Optional<StudyProgress> before = request.progress();
        this.request = request;
        this.state = new StudyState(request);
        this.revisions = new StudyRevisions(state, before.flatMap(StudyProgress::revision));
        this.milestone = new StudyMilestone(
                state, revisions, before.map(StudyProgress::reached).orElse(false));
        this.operator = new StudyOperator(state, revisions, this::endConclusion);
        // here, so that an order that comes first finds the runs it is for
        before.ifPresent(at -> gather(at.plan(), at.pool(), Pass.continued(at)));
    }

    /** One way through runs, fit and report, or through a part of them. */
    private record Pass(boolean overRuns, Optional<Again> again, long began, StageTally before) {
        static Pass continued(StudyProgress at) {
            return new Pass(true, at.now(), at.began(), at.tally());
        }

        boolean doesAgain(RerunStage stage) {
            return again.isPresent() && again.get().stage().covers(stage);
        }
    }

    @Override
    public StudyResult study(StudyRequest ignored) {
        Pass pass = request.progress().map(Pass::continued).orElseGet(() -> next(true, StageTally.NONE));
        while (true) {
            StageTally tally = pass.overRuns() ? pass.before().plus(runs(pass)) : pass.before();
            UncancelledWait.through(() -> !milestone.isFollowed()); // the study may be about to end earlier
            Optional<StudyResult> result = revisions.isCut() ? Optional.empty() : concluded(pass, tally);
            Workflow.await(Workflow::isEveryHandlerFinished);
            Optional<StudyRef> revised = revisions.take();
            if (revised.isEmpty() && state.again().isEmpty() && result.isPresent()) {
                state.enter("done");
                return result.get();
            }
            revised.ifPresent(state::revise);
            pass = next(revised.isPresent(), tally);
        }
    }

    private Pass next(boolean overRuns, StageTally before) {
        Optional<Again> now = state.takeAgain();
        boolean observe = now.isPresent() && now.get().stage().covers(RerunStage.OBSERVE);
        return new Pass(overRuns || observe, now, Workflow.currentTimeMillis(), before);
    }

    private StageTally runs(Pass pass) {
        RunPool runs = state.pool().filter(known -> !known.hasWorked()).orElseGet(() -> plan(pass));
        state.enter("run");
        runs.work();
        if (runs.isLeftOver()) {
            continueAsNew(runs, pass);
        }
        return runs.result();
    }

    private RunPool plan(Pass pass) {
        state.enter("plan");
        PlanActivities planning = Workflow.newActivityStub(PlanActivities.class, StageOptions.plan());
        StudyPlan planned = state.gate.attempt(
                "plan",
                () -> state.presence.during(
                        "plan", StageRoute.unpinned(Queues.PLAN), () -> planning.planStudy(state.study())));
        return gather(planned, PoolProgress.NONE, pass);
    }

    private RunPool gather(StudyPlan planned, PoolProgress before, Pass pass) {
        boolean observeAgain = pass.doesAgain(RerunStage.OBSERVE);
        RunLinks links = new RunLinks(request, state, observeAgain);
        RunPool runs = new RunPool(request, planned, before, links, state::isPaused, new RunPool.Listener() {
            @Override
            public void changed() {
                state.show();
            }

            @Override
            public void done(RunResult result) {
                state.reasons.add(
                        "run " + result.point() + ": " + result.tally().words());
            }

            @Override
            public void read(int index, Reading reading) {
                runRead(index, reading);
            }
        });
        state.planned(planned);
        state.gather(runs);
        return runs;
    }

    private void continueAsNew(RunPool runs, Pass pass) {
        UncancelledWait.through(() -> !milestone.isFollowed() && Workflow.isEveryHandlerFinished());
        if (!runs.isLeftOver()) {
            return; // it ends earlier than it was planned, as a handler has seen to meanwhile
        }
        if (CancellationScope.current().isCancelRequested()) {
            throw new CanceledFailure("cancelled between two runs");
        }
        StudyProgress progress = new StudyProgress(
                state.study(),
                plan(),
                runs.progress(),
                pass.before(),
                pass.began(),
                pass.again(),
                state.again(),
                revisions.next(),
                milestone.isReached(),
                state.isPaused(),
                state.reasons.carried(),
                state.reasons.beforeCarried());
        Workflow.newContinueAsNewStub(StudyWorkflow.class).study(request.at(progress));
    }

    /** @return empty where the study goes on as another before it is fitted */
    private Optional<StudyResult> concluded(Pass pass, StageTally tally) {
        StudyResult[] result = new StudyResult[1];
        CancellationScope scope = Workflow.newCancellationScope(() -> result[0] = conclude(pass, tally));
        concluding = scope;
        try {
            scope.run();
            return Optional.of(result[0]);
        } catch (ActivityFailure | CanceledFailure ended) {
            if (scope.isCancelRequested() && !CancellationScope.current().isCancelRequested()) {
                return Optional.empty();
            }
            throw ended;
        } finally {
            concluding = null;
        }
    }

    private void endConclusion() {
        CancellationScope scope = concluding;
        if (scope != null) {
            scope.cancel("the study goes on as another");
        }
    }

    private StudyResult conclude(Pass pass, StageTally tally) {
        StudyRef study = state.study();
        Routing routing = new Routing(study, state.presence);
        state.enter("fit");
        state.awaitResumed();
        long fitFrom = Workflow.currentTimeMillis();
        StageOutcome fit = stage(
                "fit",
                pass.doesAgain(RerunStage.FIT),
                g -> fitting(routing, "fit the phase model", fitting -> fitting.fit(new FitRequest(study, g))));

        state.enter("report");
        state.awaitResumed();
        long reportFrom = Workflow.currentTimeMillis();
        double runSeconds = (fitFrom - pass.began()) / 1000.0;
        double fitSeconds = (reportFrom - fitFrom) / 1000.0;
        StageOutcome report = stage(
                "report",
                pass.doesAgain(RerunStage.REPORT),
                g -> fitting(
                        routing,
                        "write the report",
                        reporting ->
                                reporting.report(new ReportRequest(study, fit, tally, runSeconds, fitSeconds, g))));
        return new StudyResult(study, fit, report, tally);
    }

    private StageOutcome fitting(Routing routing, String summary, Function<FitActivities, StageOutcome> work) {
        StageRoute route = routing.of("fit", plan().fit());
        FitActivities fitting = Workflow.newActivityStub(FitActivities.class, StageOptions.fit(route.queue(), summary));
        return state.presence.during("fit", route, () -> work.apply(fitting));
    }

    /** A stage's result; computed as the next generation where it was found but is wanted again. */
    private StageOutcome stage(String name, boolean anew, IntFunction<StageOutcome> call) {
        StageOutcome found = state.gate.attempt(name, () -> call.apply(0));
        StageOutcome outcome =
                anew && found.reused() ? state.gate.attempt(name, () -> call.apply(found.generation() + 1)) : found;
        state.reasons.add(name + ": " + (outcome.reused() ? "reused" : "computed") + ": " + outcome.reason());
        return outcome;
    }

    @Override
    public void runWaits(int index, String code, String error, boolean stuck) {
        state.pool().ifPresent(runs -> runs.waits(index, code, error, stuck));
        state.show();
    }

    @Override
    public void runElsewhere(int index, String error) {
        state.pool().ifPresent(runs -> runs.elsewhere(index, error));
        state.show();
    }

    @Override
    public void runRead(int index, Reading reading) {
        if (reading.checkpoints() > 0) {
            state.stands(reading);
            reading.milestone().ifPresent(at -> milestone.hear(new RunRef(state.study(), index), at));
        }
    }

    @Override
    public StudyStatus status() {
        return state.status();
    }

    @Override
    public StudyPlan plan() {
        return state.plan().orElseThrow(() -> StudyOperator.refused("the study is not planned yet"));
    }

    @Override
    public List<String> why() {
        return state.reasons.all();
    }

    @Override
    public ReasonPage whyFrom(int line) {
        return state.reasons.page(line);
    }

    @Override
    public void retry(String reason) {
        operator.retry(reason);
    }

    @Override
    public void validateRetry(String reason) {
        operator.validateRetry();
    }

    @Override
    public void pause(String reason) {
        operator.pause(reason);
    }

    @Override
    public void validatePause(String reason) {
        operator.validatePause();
    }

    @Override
    public void resume() {
        operator.resume();
    }

    @Override
    public void validateResume() {
        operator.validateResume();
    }

    @Override
    public void rerunFrom(String from, String reason) {
        operator.rerunFrom(from, reason);
    }

    @Override
    public void validateRerunFrom(String from, String reason) {
        operator.validateRerunFrom(from);
    }

    @Override
    public String extendTo(long steps, String reason) {
        return operator.extendTo(steps, reason);
    }

    @Override
    public void validateExtendTo(long steps, String reason) {
        operator.validateExtendTo(steps);
    }

    @Override
    public String repin(String stage, String reason) {
        return operator.repin(stage, reason);
    }

    @Override
    public void validateRepin(String stage, String reason) {
        operator.validateRepin(stage);
    }

    @Override
    public void checkpointNow(String reason) {
        operator.checkpointNow(reason);
    }

    @Override
    public void validateCheckpointNow(String reason) {
        operator.validateCheckpointNow();
    }
}
