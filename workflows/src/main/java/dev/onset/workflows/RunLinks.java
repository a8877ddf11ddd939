package dev.onset.workflows;

import dev.onset.contracts.RunProgress;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.RunRequest;
import dev.onset.contracts.RunResult;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The runs of a study as child workflows: starts them, and tells those under way what the study is asked. An order that comes
 * while a run is being started, before it can be told, is told once it can.
 */
final class RunLinks {
    /** How soon, and how rarely at last, a run is tried again whose earlier execution is ending: each try is history. */
    private static final Duration ENDING = Duration.ofSeconds(10);

    private static final Duration ENDING_AT_MOST = Duration.ofMinutes(10);

    private final StudyRequest request;
    private final StudyState state;
    private final StudyRef study;
    private final boolean observeAgain;
    /** Workflow ids of the runs under way. A run that continued as new has the same id and another run id. */
    private final Map<Integer, String> children = new TreeMap<>();

    private boolean stopped;
    private boolean leaving;
    private int checkpoints;

    /** Orders that hold for every run: what one that begins now has to hear. */
    private record StandingOrders(boolean paused, boolean stopped, boolean leaving, int checkpoints) {}

    /** @param observeAgain whether every observation is computed again, whatever the store has */
    RunLinks(StudyRequest request, StudyState state, boolean observeAgain) {
        this.request = request;
        this.state = state;
        this.study = state.study();
        this.observeAgain = observeAgain;
    }

    /**
     * Starts a run and returns when it has ended.
     *
     * @return empty where the study ends or continues as new before the run could be started
     */
    Optional<RunResult> run(int index) {
        ChildWorkflowOptions.Builder options = ChildWorkflowOptions.newBuilder()
                .setWorkflowId(study.runWorkflowId(index))
                .setTaskQueue(Queues.WORKFLOWS)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .setStaticSummary("run " + index + " of study " + study.study());
        if (request.operated()) {
            options.setTypedSearchAttributes(Visibility.initial(study.study(), request.kind(), request.dataset()));
        }
        try {
            return untilStarted(index, options.build());
        } finally {
            children.remove(index);
        }
    }

    /**
     * Waits where a run of an earlier execution is still there: cancelled or terminated, it commits first; after a reset it goes
     * on, hears this study's orders, and leaves all it does in the store. A study that ends does not wait for it: the next pass
     * over its runs does. One that continues as new does, since the run may have to be told more.
     */
    private Optional<RunResult> untilStarted(int index, ChildWorkflowOptions options) {
        Duration patience = ENDING;
        while (!stopped && !leaving) {
            try {
                return Optional.of(started(index, options));
            } catch (ChildWorkflowFailure failure) {
                if (!(failure.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
                    throw failure;
                }
                if (!children.containsKey(index)) {
                    state.reasons.add("run " + index + " waits: the same run of an earlier execution is not over");
                    register(index, study.runWorkflowId(index), new StandingOrders(false, false, false, checkpoints));
                }
                Workflow.await(patience, () -> stopped);
                patience = patience.multipliedBy(2);
                patience = patience.compareTo(ENDING_AT_MOST) < 0 ? patience : ENDING_AT_MOST;
            }
        }
        return Optional.empty();
    }

    private RunResult started(int index, ChildWorkflowOptions options) {
        StandingOrders known = standing();
        RunWorkflow child = Workflow.newChildWorkflowStub(RunWorkflow.class, options);
        Promise<RunResult> result = Async.function(
                child::run,
                new RunRequest(
                        new RunRef(study, index),
                        request.operated(),
                        request.signalMillis(),
                        request.mostEvents(),
                        request.patienceSeconds(),
                        observeAgain,
                        RunProgress.start(known.paused())));
        register(index, Workflow.getWorkflowExecution(child).get().getWorkflowId(), known);
        return result.get();
    }

    private StandingOrders standing() {
        return new StandingOrders(state.isPaused(), stopped, leaving, checkpoints);
    }

    /** From here on the run is told what the study is asked; what it missed since its start it is told now. */
    private void register(int index, String id, StandingOrders known) {
        children.put(index, id);
        StandingOrders now = standing();
        String reason = "the study was told while the run began";
        if (now.paused() != known.paused()) {
            tell(id, now.paused() ? RunWorkflow.Action.PAUSE : RunWorkflow.Action.RESUME, reason);
        }
        if (now.checkpoints() != known.checkpoints()) {
            tell(id, RunWorkflow.Action.CHECKPOINT, reason);
        }
        if (now.leaving() && !known.leaving()) {
            tell(id, RunWorkflow.Action.LEAVE, reason);
        }
        if (now.stopped() && !known.stopped()) {
            tell(id, RunWorkflow.Action.STOP, reason);
        }
    }

    /** Tells every run under way, and those that are being started. */
    void tellAll(RunWorkflow.Action action, String reason) {
        stopped |= action == RunWorkflow.Action.STOP;
        checkpoints += action == RunWorkflow.Action.CHECKPOINT ? 1 : 0;
        for (String id : List.copyOf(children.values())) {
            tell(id, action, reason);
        }
    }

    /** The study continues as new: no run is started any more, and one that cannot be told yet is asked to leave once it can. */
    void leave() {
        leaving = true;
    }

    /** Tells one run, where it is under way. */
    void tell(int index, RunWorkflow.Action action, String reason) {
        String id = children.get(index);
        if (id != null) {
            tell(id, action, reason);
        }
    }

    /** One that has just ended needs no telling. */
    private static void tell(String id, RunWorkflow.Action action, String reason) {
        try {
            Workflow.newExternalWorkflowStub(RunWorkflow.class, id).operate(action.name(), reason);
        } catch (SignalExternalWorkflowException | ApplicationFailure ended) {
            Workflow.getLogger(RunLinks.class).info("a run had ended before it was told to {}", action);
        }
    }
}
