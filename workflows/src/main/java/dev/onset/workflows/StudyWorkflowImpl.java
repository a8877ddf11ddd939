package dev.onset.workflows;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.ExtendRequest;
import dev.onset.contracts.FitRequest;
import dev.onset.contracts.Milestone;
import dev.onset.contracts.NoticeRequest;
import dev.onset.contracts.Reading;
import dev.onset.contracts.ReportRequest;
import dev.onset.contracts.RerunStage;
import dev.onset.contracts.RunProgress;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.RunRequest;
import dev.onset.contracts.RunResult;
import dev.onset.contracts.StageOutcome;
import dev.onset.contracts.StageTally;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import dev.onset.contracts.StudyStatus;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * @see StudyWorkflow
 *
 * <p>A pass goes through runs, fit and report; an operator who asks for a stage again, or for a longer study, causes another
 * pass. What is in the store makes the repeated parts cheap.
 */
public class StudyWorkflowImpl implements StudyWorkflow {
    /** How soon, and how rarely at last, a run is tried again whose earlier execution is ending: each try is history. */
    private static final Duration ENDING = Duration.ofSeconds(10);

    private static final Duration ENDING_AT_MOST = Duration.ofMinutes(10);

    private final StudyRequest request;
    private final OperatorGate gate;
    private final Visibility visibility;
    /** Workflow ids of the runs under way. A run that continued as new has the same id and another run id. */
    private final Map<Integer, String> children = new TreeMap<>();

    private final WorkflowLock revising = Workflow.newWorkflowLock();
    private final Map<Integer, Waiting> waiting = new TreeMap<>();
    private final List<String> reasons = new ArrayList<>();
    private StudyRef study;
    private @Nullable StudyRef revision;
    private Optional<StudyRequest.Again> again;
    private @Nullable StudyPlan plan;
    private String stage = "plan";
    private boolean cut;
    private boolean entered;
    private boolean following;
    private boolean paused;
    private boolean done;
    private int firstRun;
    private int finishedRuns;

    /** What a parked run waits with. */
    private record Waiting(String code, String error) {}

    @WorkflowInit
    public StudyWorkflowImpl(StudyRequest request) {
        this.request = request;
        this.study = request.study();
        this.again = request.again();
        this.gate = new OperatorGate(request.operated(), this::show);
        this.visibility = new Visibility(request.operated());
    }

    @Override
    public StudyResult study(StudyRequest ignored) {
        StageTally tally = StageTally.NONE;
        @Nullable StudyRef ran = null;
        while (true) {
            Optional<StudyRequest.Again> now = again;
            again = Optional.empty();
            long from = Workflow.currentTimeMillis();
            boolean observeAgain = covers(now, RerunStage.OBSERVE);
            if (observeAgain || !study.equals(ran)) {
                tally = tally.plus(runs(observeAgain));
                ran = study;
            }
            UncancelledWait.through(() -> !following); // the study may be about to end earlier
            @Nullable StudyResult result = cut ? null : conclude(now, tally, from);
            Workflow.await(Workflow::isEveryHandlerFinished);
            StudyRef revised = revision;
            if (revised != null) {
                study = revised;
                revision = null;
                cut = false;
            } else if (result != null && again.isEmpty()) {
                done = true;
                enter("done");
                return result;
            }
        }
    }

    private StageTally runs(boolean observeAgain) {
        enter("plan");
        PlanActivities planning = Workflow.newActivityStub(PlanActivities.class, StageOptions.plan());
        StudyPlan planned = gate.attempt("plan", () -> planning.planStudy(study));
        plan = planned;
        finishedRuns = 0;
        enter("run");
        List<Promise<RunResult>> all = new ArrayList<>();
        for (firstRun = 0; !cut && firstRun < planned.runs(); firstRun += planned.runsAtOnce()) {
            whilePaused();
            int from = firstRun;
            int to = Math.min(planned.runs(), from + planned.runsAtOnce());
            for (int index = from; index < to; index++) {
                int point = index;
                all.add(Async.function(() -> gate.attempt("run " + point, () -> runOnce(point, observeAgain))));
            }
            UncancelledWait.through(() -> IntStream.range(from, to)
                    .allMatch(index -> all.get(index).isCompleted() || waiting.containsKey(index)));
        }
        return tally(all);
    }

    /**
     * UncancelledWait for all runs. One that fails or parks does so alone: its wave is over when each run is done, failed or waiting, and
     * what failed is said once all others are through, so that they need not be computed again.
     */
    private static StageTally tally(List<Promise<RunResult>> runs) {
        StageTally tally = StageTally.NONE;
        List<RuntimeException> failures = new ArrayList<>();
        for (Promise<RunResult> run : runs) {
            try {
                tally = tally.plus(run.get().tally());
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
        if (failures.isEmpty()) {
            return tally;
        }
        RuntimeException first = failures.get(0);
        if (runs.size() > 1 && first instanceof ApplicationFailure failure) {
            throw ApplicationFailure.newNonRetryableFailureWithCause(
                    failure.getOriginalMessage() + "; " + failures.size() + " of " + runs.size()
                            + " runs failed, the others are done and will be reused",
                    failure.getType(),
                    first);
        }
        throw first;
    }

    private StudyResult conclude(Optional<StudyRequest.Again> now, StageTally tally, long from) {
        enter("fit");
        whilePaused();
        long fitFrom = Workflow.currentTimeMillis();
        FitActivities fitting =
                Workflow.newActivityStub(FitActivities.class, StageOptions.fit(fitQueue(), "fit the phase model"));
        StageOutcome fit = stage("fit", covers(now, RerunStage.FIT), g -> fitting.fit(new FitRequest(study, g)));

        enter("report");
        whilePaused();
        long reportFrom = Workflow.currentTimeMillis();
        double runSeconds = (fitFrom - from) / 1000.0;
        double fitSeconds = (reportFrom - fitFrom) / 1000.0;
        FitActivities reporting =
                Workflow.newActivityStub(FitActivities.class, StageOptions.fit(fitQueue(), "write the report"));
        StageOutcome report = stage(
                "report",
                covers(now, RerunStage.REPORT),
                g -> reporting.report(new ReportRequest(study, fit, tally, runSeconds, fitSeconds, g)));
        return new StudyResult(study, fit, report, tally);
    }

    /** A stage's result; computed as the next generation where it was found but is wanted again. */
    private StageOutcome stage(String name, boolean anew, IntFunction<StageOutcome> call) {
        StageOutcome found = gate.attempt(name, () -> call.apply(0));
        StageOutcome outcome =
                anew && found.reused() ? gate.attempt(name, () -> call.apply(found.generation() + 1)) : found;
        reasons.add(name + ": " + (outcome.reused() ? "reused" : "computed") + ": " + outcome.reason());
        return outcome;
    }

    private static boolean covers(Optional<StudyRequest.Again> again, RerunStage stage) {
        return again.isPresent() && again.get().stage().covers(stage);
    }

    private RunResult runOnce(int index, boolean observeAgain) {
        ChildWorkflowOptions.Builder options = ChildWorkflowOptions.newBuilder()
                .setWorkflowId(study.runWorkflowId(index))
                .setTaskQueue(Queues.WORKFLOWS)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .setStaticSummary("run " + index + " of study " + study.study());
        if (request.operated()) {
            options.setTypedSearchAttributes(Visibility.initial(study.study(), request.kind(), request.dataset()));
        }
        try {
            RunResult result = start(index, options.build(), observeAgain);
            finishedRuns++;
            runRead(index, result.reading());
            reasons.add("run " + result.point() + ": " + result.tally().words());
            show();
            return result;
        } finally {
            children.remove(index);
            waiting.remove(index);
        }
    }

    /**
     * UncancelledWait where a run of an earlier execution is still there: cancelled or terminated, it commits first; after a reset it goes
     * on, hears this study's orders, and leaves all it does in the store.
     */
    private RunResult start(int index, ChildWorkflowOptions options, boolean observeAgain) {
        Duration patience = ENDING;
        while (true) {
            RunWorkflow child = Workflow.newChildWorkflowStub(RunWorkflow.class, options);
            Promise<RunResult> result = Async.function(
                    child::run,
                    new RunRequest(
                            new RunRef(study, index),
                            request.operated(),
                            request.signalMillis(),
                            request.mostEvents(),
                            observeAgain,
                            RunProgress.start(paused)));
            try {
                String id = Workflow.getWorkflowExecution(child).get().getWorkflowId();
                children.put(index, id);
                return result.get();
            } catch (ChildWorkflowFailure failure) {
                if (!(failure.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
                    throw failure;
                }
                if (children.put(index, study.runWorkflowId(index)) == null) {
                    reasons.add("run " + index + " waits: the same run of an earlier execution is not over");
                    show();
                }
                Workflow.sleep(patience);
                patience = patience.multipliedBy(2);
                patience = patience.compareTo(ENDING_AT_MOST) < 0 ? patience : ENDING_AT_MOST;
            }
        }
    }

    private void enter(String next) {
        stage = next;
        show();
    }

    private void whilePaused() {
        Workflow.await(() -> !paused);
    }

    private String state() {
        return done
                ? "done"
                : gate.isWaiting() || !waiting.isEmpty() ? "waiting-for-operator" : paused ? "paused" : "running";
    }

    /** Tells search attributes and details what changed. */
    private void show() {
        visibility.show(stage, state(), failure().map(Waiting::code).orElse(""));
        Workflow.setCurrentDetails(Details.of(status(), reasons));
    }

    /** What is waited with: the study's own failed stage, or that of the first run that waits. */
    private Optional<Waiting> failure() {
        return gate.isWaiting()
                ? Optional.of(new Waiting(gate.lastCode(), gate.lastError()))
                : waiting.values().stream().findFirst();
    }

    @Override
    public void runWaits(int index, String code, String error) {
        if (code.isEmpty()) {
            waiting.remove(index);
        } else {
            waiting.put(index, new Waiting(code, "run " + index + ": " + error));
        }
        show();
    }

    @Override
    public void runRead(int index, Reading reading) {
        if (reading.checkpoints() == 0) {
            return;
        }
        visibility.stands(reading.stands());
        if (reading.milestone().isPresent() && !entered) {
            entered = true;
            Milestone milestone = reading.milestone().get();
            String words = milestone.name() + " showed at step " + milestone.step() + ": " + milestone.words();
            Workflow.getLogger(StudyWorkflowImpl.class).info("{}", words);
            reasons.add(words);
            show();
            following = true;
            try {
                follow(new RunRef(study, index), milestone);
            } finally {
                following = false;
            }
        }
    }

    /** Does what the study asks for when its milestone is reached. */
    private void follow(RunRef run, Milestone milestone) {
        Milestone.Orders orders = milestone.orders();
        if (orders.notice()) {
            ReadingActivities telling =
                    Workflow.newActivityStub(ReadingActivities.class, StageOptions.notice(milestone.name()));
            try {
                reasons.add(telling.notice(new NoticeRequest(run, milestone)));
            } catch (ActivityFailure failure) {
                // nothing of the study depends on it
                reasons.add("nobody could be told of " + milestone.name() + ": " + OperatorGate.message(failure));
            }
        }
        if (orders.extendTo() > 0) {
            gate.attempt("extend", () -> extendTo(orders.extendTo(), milestone.name() + " was reached"));
        }
        if (orders.stopAt() > 0) {
            end(orders.stopAt(), milestone.name() + " was reached");
        }
        show();
    }

    /** Ends the study at a step, unless an operator has asked for more steps: that was answered, so it stands. */
    private void end(long step, String reason) {
        revising.lock();
        try {
            if (revision != null) {
                reasons.add("goes on past step " + step + ": an operator extended it");
                return;
            }
            StudyRef shorter = gate.attempt("shorten", () -> shorten(step, reason));
            reasons.add("ends at step " + step + " as " + shorter.fingerprint() + ": " + reason);
            revision = shorter;
            cut = true;
        } finally {
            revising.unlock();
        }
        tellRuns(RunWorkflow.Action.STOP, "the study ends at step " + step);
    }

    private StudyRef shorten(long step, String reason) {
        PlanActivities planning = Workflow.newActivityStub(PlanActivities.class, StageOptions.plan());
        return planning.shorten(new ExtendRequest(study, step, reason));
    }

    private String fitQueue() {
        return plan().fitQueue();
    }

    private int runCount() {
        StudyPlan known = plan;
        return known == null ? 0 : known.runs();
    }

    @Override
    public StudyStatus status() {
        return new StudyStatus(
                study,
                stage,
                state(),
                runCount(),
                children.size() - waiting.size(),
                finishedRuns,
                waiting.size(),
                failure().map(Waiting::error).orElse(""));
    }

    @Override
    public StudyPlan plan() {
        StudyPlan known = plan;
        if (known == null) {
            throw refused("the study is not planned yet");
        }
        return known;
    }

    @Override
    public List<String> why() {
        return List.copyOf(reasons);
    }

    /** Tells every run under way; one that has just ended needs no telling. */
    private void tellRuns(RunWorkflow.Action action, String reason) {
        for (String id : List.copyOf(children.values())) {
            try {
                Workflow.newExternalWorkflowStub(RunWorkflow.class, id).operate(action.name(), reason);
            } catch (SignalExternalWorkflowException | ApplicationFailure ended) {
                Workflow.getLogger(StudyWorkflowImpl.class).info("a run had ended before it was told to {}", action);
            }
        }
    }

    @Override
    public void retry(String reason) {
        Workflow.getLogger(StudyWorkflowImpl.class).info("retry asked for: {}", reason);
        gate.retry();
        tellRuns(RunWorkflow.Action.RETRY, reason);
    }

    @Override
    public void validateRetry(String reason) {
        if (!gate.isWaiting() && waiting.isEmpty()) {
            throw refused("nothing waits for an operator; the study's stage is " + stage);
        }
    }

    @Override
    public void pause(String reason) {
        Workflow.getLogger(StudyWorkflowImpl.class).info("paused: {}", reason);
        paused = true;
        show();
        tellRuns(RunWorkflow.Action.PAUSE, reason);
    }

    @Override
    public void validatePause(String reason) {
        if (done || paused) {
            throw refused(done ? "the study is done" : "the study is already paused");
        }
    }

    @Override
    public void resume() {
        paused = false;
        show();
        tellRuns(RunWorkflow.Action.RESUME, "the study was resumed");
    }

    @Override
    public void validateResume() {
        if (!paused) {
            throw refused("the study is not paused");
        }
    }

    @Override
    public void rerunFrom(String from, String reason) {
        Workflow.getLogger(StudyWorkflowImpl.class).info("{} and what follows again: {}", from, reason);
        StudyRequest.Again asked = new StudyRequest.Again(RerunStage.valueOf(from), reason);
        // what was asked for before stands where it begins earlier
        again = again.filter(before -> before.stage().covers(asked.stage())).or(() -> Optional.of(asked));
        gate.retry();
        tellRuns(RunWorkflow.Action.RETRY, reason);
    }

    @Override
    public void validateRerunFrom(String from, String reason) {
        if (done) {
            throw refused("the study is done; run it again with --from " + from.toLowerCase(java.util.Locale.ROOT));
        }
        for (RerunStage known : RerunStage.values()) {
            if (known.name().equals(from)) {
                return;
            }
        }
        throw refused("'" + from + "' is no stage that can be done again; OBSERVE, FIT and REPORT are");
    }

    @Override
    public String extendTo(long steps, String reason) {
        PlanActivities planning = Workflow.newActivityStub(PlanActivities.class, StageOptions.plan());
        revising.lock();
        try {
            StudyRef longer = planning.extend(new ExtendRequest(revision == null ? study : revision, steps, reason));
            Workflow.getLogger(StudyWorkflowImpl.class).info("extended to {} steps: {}", steps, reason);
            reasons.add("extended to " + steps + " steps as " + longer.fingerprint() + ": " + reason);
            revision = longer;
            show();
            return longer.fingerprint();
        } finally {
            revising.unlock();
        }
    }

    @Override
    public void validateExtendTo(long steps, String reason) {
        if (done) {
            throw refused("the study is done; run it again with --set training.steps=" + steps);
        }
        if (steps < 1) {
            throw refused("steps is " + steps + "; it must exceed those of the study");
        }
    }

    @Override
    public void checkpointNow(String reason) {
        tellRuns(RunWorkflow.Action.CHECKPOINT, reason);
    }

    @Override
    public void validateCheckpointNow(String reason) {
        if (children.isEmpty()) {
            throw refused("no run is under way; the study's stage is " + stage);
        }
    }

    private static ApplicationFailure refused(String why) {
        return ApplicationFailure.newNonRetryableFailure(why, ErrorCode.STUDY_INVALID.name());
    }
}
