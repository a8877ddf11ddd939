package dev.onset.workflows;

import dev.onset.contracts.Milestone;
import dev.onset.contracts.Reading;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunProgress;
import dev.onset.contracts.RunRequest;
import dev.onset.contracts.RunResult;
import dev.onset.contracts.RunStatus;
import dev.onset.contracts.StageRoute;
import dev.onset.contracts.StageTally;
import dev.onset.contracts.StudyRef;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Training and observation of one run, side by side.
 *
 * <h2>How it stays small and resumable</h2>
 *
 * {@link Training} is a chain of long segments; each ends at a commit and reports a prefix of the schedule that is durable.
 * {@link Observing} follows that prefix, {@link ReadingWatch} follows what is observed. What is in the store decides whether any
 * of them computes anything, so nothing here needs to be remembered but counters. When history grows long, no new activity is
 * started, training commits and returns, the others are awaited, and the run continues as new from the counters.
 */
public final class RunWorkflowImpl implements RunWorkflow {
    /** A segment of the usual length ends by itself. */
    private static final Duration SEGMENT_PATIENCE = Duration.ofMinutes(15);

    private final RunRequest request;
    private final OperatorGate gate;
    private final RunOrders orders;
    private final Presence presence;
    private final Training training;
    private final Observing observing;
    private final ReadingWatch watch;
    private final StudyLink link;
    private final RunDisplay display;
    private final RunOperator operator;
    private @Nullable RunPlan plan;
    private @Nullable RuntimeException failure;
    private boolean reached;
    private boolean done;

    @WorkflowInit
    public RunWorkflowImpl(RunRequest request) {
        this.request = request;
        this.gate = new OperatorGate(request.operated(), this::show);
        this.orders = new RunOrders(request);
        StudyRef study = request.run().study();
        this.presence = new Presence(request.operated(), request.patienceSeconds(), study.study(), this::served);
        Routing routing = new Routing(study, presence);
        this.training = new Training(request, orders, gate, routing, presence, this::show);
        this.watch = new ReadingWatch(
                request.run(), gate, presence, request.progress().reading(), this::read);
        this.observing =
                new Observing(request, orders, gate, routing, presence, watch::observed, problem -> failure = problem);
        this.link = new StudyLink(request, this::waiting, this::isStuck, gate::elsewhere);
        this.display = new RunDisplay(request);
        this.operator = new RunOperator(orders, training, gate, request.operated(), () -> done, this::show);
        this.reached = request.progress().reading().milestone().isPresent();
    }

    @Override
    public RunResult run(RunRequest ignored) {
        long from = Workflow.currentTimeMillis();
        RunPlan planned = request.progress().plan().orElseGet(this::plan);
        plan = planned;
        display.planned(planned);
        show();
        begin(planned);
        End end = work(planned);
        if (end == End.DRAINED) {
            end = continueAsNew();
        }
        if (failure != null) {
            if (CancellationScope.current().isCancelRequested()) {
                UncancelledWait.through(() -> !isBusy()); // what is under way commits and returns
            }
            throw failure;
        }
        if (end == End.CANCELLED) {
            throw new CanceledFailure("cancelled between two activities");
        }
        done = end != End.PARKED;
        show();
        Workflow.await(() -> link.isQuiet() && Workflow.isEveryHandlerFinished());
        double seconds = (Workflow.currentTimeMillis() - from) / 1000.0;
        return new RunResult(planned.point(), tally(), seconds, watch.latest(), end == End.PARKED);
    }

    private RunPlan plan() {
        PlanActivities planning = Workflow.newActivityStub(PlanActivities.class, StageOptions.plan());
        return gate.attempt(
                "plan",
                () -> presence.during("plan", StageRoute.unpinned(Queues.PLAN), () -> planning.planRun(request.run())));
    }

    private void begin(RunPlan planned) {
        if (planned.read()) {
            watch.begin(planned);
            observing.recall(planned);
            Async.procedure(watch::watch).handle(this::ended);
        }
        Async.procedure(() -> training.train(planned)).handle(this::ended);
    }

    private @Nullable Void ended(@Nullable Void nothing, @Nullable RuntimeException problem) {
        failure = problem == null ? failure : problem;
        return null;
    }

    /** Why a run has nothing more to do in this execution. */
    private enum End {
        /** All is trained, observed and read. */
        DONE,
        /** A stage failed for good where nobody can act. */
        FAILED,
        /** The study ends earlier than it was planned. */
        STOPPED,
        CANCELLED,
        /** Nothing but an operator is waited for, and the study continues as new. */
        PARKED,
        /** Its history is long. */
        DRAINED
    }

    /** Observes what is durable, beside the training that goes on, until there is nothing more to do here. */
    private End work(RunPlan planned) {
        CancellationScope scope = CancellationScope.current();
        while (true) {
            UncancelledWait.through(() -> canObserve(planned)
                    || link.isBehind()
                    || end(planned, scope).isPresent());
            Optional<End> end = end(planned, scope);
            if (end.isPresent()) {
                return end.get();
            }
            while (canObserve(planned)) {
                observing.start(planned, training.committed());
            }
            link.waits();
        }
    }

    private boolean canObserve(RunPlan planned) {
        return observing.canStart(planned, training.committed());
    }

    private Optional<End> end(RunPlan planned, CancellationScope scope) {
        if (failure != null) {
            return Optional.of(End.FAILED);
        }
        if (observing.isDone(planned) && training.isDone() && !watch.isBehind()) {
            return Optional.of(End.DONE);
        }
        if (orders.isStopping() && !isBusy()) {
            return Optional.of(End.STOPPED);
        }
        if (scope.isCancelRequested() && !isBusy()) {
            return Optional.of(End.CANCELLED);
        }
        if (orders.shouldDrain()) {
            return Optional.of(End.DRAINED);
        }
        return orders.isLeaving() && gate.isWaiting() && !isBusy() && !canObserve(planned)
                ? Optional.of(End.PARKED)
                : Optional.empty();
    }

    /**
     * What is under way ends, what waits for an operator goes along, and the run continues as new.
     *
     * @return how it ends where it does not
     */
    private End continueAsNew() {
        orders.drain();
        Supplier<Boolean> quiet =
                () -> failure != null || (!isBusy() && link.isQuiet() && Workflow.isEveryHandlerFinished());
        if (request.operated() && !UncancelledWait.through(SEGMENT_PATIENCE, quiet)) {
            // it may last for days, and each of its signals is history
            training.endSegment("the run continues as new");
        }
        UncancelledWait.through(quiet);
        if (failure != null) {
            return End.FAILED;
        }
        if (orders.isStopping()) {
            return End.STOPPED;
        }
        if (CancellationScope.current().isCancelRequested()) {
            return End.CANCELLED;
        }
        Workflow.newContinueAsNewStub(RunWorkflow.class).run(request.at(progress()));
        throw new IllegalStateException("a run that continues as new does not return");
    }

    /** Whether an activity is under way; what waits for an operator is not. */
    private boolean isBusy() {
        return training.isUnderWay() || observing.isUnderWay() || watch.isReading();
    }

    /** Whether it waits for an operator, and nothing of it goes on nor would but for a pause; a reading is soon done. */
    private boolean isStuck() {
        RunPlan known = plan;
        boolean nothingElse = known == null
                || ((training.isDone() || training.isStuck()) && observing.isStuck(known, training.committed()));
        return gate.isWaiting() && nothingElse;
    }

    private StageTally tally() {
        return request.progress().tally().plus(training.tally()).plus(observing.tally());
    }

    private RunProgress progress() {
        return new RunProgress(
                training.committed(),
                training.isDone(),
                training.step(),
                observing.done(),
                observing.unfinished(),
                training.segments(),
                tally(),
                orders.isPaused(),
                link.toldWaiting(),
                link.toldStuck(),
                orders.isLeaving(),
                watch.latest(),
                Optional.ofNullable(plan));
    }

    /** Hears a reading; a milestone may ask for a checkpoint of where it stands. */
    private void read(Reading reading) {
        display.reading(reading, status(), training.isUnderWay());
        if (reading.milestone().isPresent() && !reached) {
            reached = true;
            Milestone milestone = reading.milestone().get();
            Workflow.getLogger(RunWorkflowImpl.class)
                    .info("{}: {}", request.run().study().study(), milestone.words());
            if (milestone.orders().keepCheckpoint() && !orders.isPaused()) {
                training.endSegment(milestone.name() + " was reached");
            }
        }
        link.read(reading);
    }

    @Override
    public void checkpointsCommitted(int newCommitted, long newStep, String digest) {
        training.advance(newCommitted, newStep);
        display.committed(newStep, digest, status(), training.isUnderWay());
    }

    /** Somebody is missed on a queue, or has come. */
    private void served() {
        if (orders.isStopping()) {
            observing.leaveUnserved();
        }
        show();
    }

    /** What it waits with for an operator or else for a worker. */
    private Optional<Waiting> waiting() {
        return gate.waiting().or(presence::missing);
    }

    /** Tells search attributes, details and the study what changed. */
    private void show() {
        display.show(stage(), status(), waiting().map(Waiting::code).orElse(gate.lastCode()), training.isUnderWay());
        link.waits();
    }

    private String stage() {
        return done ? "done" : plan == null ? "plan" : training.isDone() ? "observe" : "train";
    }

    private String state() {
        return done
                ? "done"
                : waiting()
                        .map(Waiting::state)
                        .orElse(orders.isPaused() ? "paused" : plan == null ? "planning" : "running");
    }

    @Override
    public RunStatus status() {
        RunPlan known = plan;
        String error = waiting().map(Waiting::error).orElse(gate.lastError());
        return known == null
                ? new RunStatus("", 0, 0, 0, progress(), state(), error)
                : new RunStatus(
                        known.point(),
                        known.checkpoints(),
                        known.observations(),
                        known.lastStep(),
                        progress(),
                        state(),
                        error);
    }

    @Override
    public void operate(String action, String reason) {
        operator.operate(Action.valueOf(action), reason);
        if (orders.isStopping()) {
            observing.leaveUnserved();
        }
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
    public void retry(String reason) {
        operator.retry(reason);
    }

    @Override
    public void validateRetry(String reason) {
        operator.validateRetry();
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
