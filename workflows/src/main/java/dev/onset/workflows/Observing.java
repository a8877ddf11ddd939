package dev.onset.workflows;

import dev.onset.contracts.ObserveRequest;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunPlan.Observation;
import dev.onset.contracts.RunRequest;
import dev.onset.contracts.StageOutcome;
import dev.onset.contracts.StageTally;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Observation of a run's checkpoints, in schedule order, so many activities at a time as planning allows. One that waits for an
 * operator holds up no other but by the place it takes.
 */
final class Observing {
    private final RunRequest request;
    private final RunOrders orders;
    private final OperatorGate gate;
    private final IntConsumer observed;
    private final Consumer<RuntimeException> failed;
    private final ObservationLedger ledger;
    /** Failed for good and not tried again yet. */
    private final Set<Integer> stuck = new TreeSet<>();

    private int underWay;
    private StageTally tally = StageTally.NONE;

    /**
     * @param observed told the checkpoint of each observation that is done
     * @param failed told what failed for good
     */
    Observing(
            RunRequest request,
            RunOrders orders,
            OperatorGate gate,
            IntConsumer observed,
            Consumer<RuntimeException> failed) {
        this.request = request;
        this.orders = orders;
        this.gate = gate;
        this.observed = observed;
        this.failed = failed;
        this.ledger = new ObservationLedger(
                request.progress().observed(), request.progress().unfinished());
    }

    /** Tells of what earlier executions of the run have observed. */
    void recall(RunPlan plan) {
        ledger.eachDone(index -> observed.accept(plan.observation(index).checkpoint()));
    }

    /** @param committed checkpoints of the schedule that are durable */
    boolean canStart(RunPlan plan, int committed) {
        return orders.mayBegin() && hasNext(plan, committed);
    }

    private boolean hasNext(RunPlan plan, int committed) {
        return ledger.canStart(committed * plan.shards()) && ledger.open() < plan.observationsAtOnce();
    }

    /**
     * Whether nothing goes on until an operator comes, nor would but for a pause.
     *
     * @param committed checkpoints of the schedule that are durable
     */
    boolean isStuck(RunPlan plan, int committed) {
        return ledger.open() == stuck.size() && !hasNext(plan, committed);
    }

    void start(RunPlan plan) {
        int index = ledger.start();
        Observation observation = plan.observation(index);
        ObserveActivities observer = Workflow.newActivityStub(
                ObserveActivities.class,
                StageOptions.observe(observation.observable().queue(), summary(plan, observation)));
        Async.function(() -> gate.attempt("observe", () -> observe(index, observer, observation)))
                .handle((Optional<StageOutcome> outcome, RuntimeException problem) -> {
                    if (problem != null) {
                        failed.accept(problem);
                    } else if (outcome.isPresent()) {
                        boolean reused = outcome.get().reused();
                        tally = tally.plus(new StageTally(0, 0, reused ? 1 : 0, reused ? 0 : 1, 0));
                        ledger.finish(index);
                        observed.accept(observation.checkpoint());
                    }
                    return null;
                });
    }

    /** @return empty where the run stops before it began */
    private Optional<StageOutcome> observe(int index, ObserveActivities observer, Observation observation) {
        stuck.remove(index);
        Workflow.await(() -> !orders.isPaused() || orders.isStopping()); // a retry does not end a pause
        if (orders.isStopping()) {
            return Optional.empty();
        }
        underWay++;
        try {
            StageOutcome found = observer.observe(asked(observation, 0));
            return Optional.of(
                    request.observeAgain() && found.reused()
                            ? observer.observe(asked(observation, found.generation() + 1))
                            : found);
        } catch (ActivityFailure failure) {
            stuck.add(index);
            throw failure;
        } finally {
            underWay--;
        }
    }

    private ObserveRequest asked(Observation observation, int generation) {
        return new ObserveRequest(
                request.run(),
                observation.checkpoint(),
                observation.observable().name(),
                observation.shard(),
                generation);
    }

    private static String summary(RunPlan plan, Observation observation) {
        return "observe " + observation.observable().name() + " of " + plan.point() + ", checkpoint "
                + (observation.checkpoint() + 1) + " of " + plan.checkpoints() + ", shard "
                + (observation.shard() + 1) + " of " + observation.observable().shards();
    }

    /** Whether an activity is under way; what waits for an operator is not. */
    boolean isUnderWay() {
        return underWay > 0;
    }

    /** Whether every observation of the run is done. */
    boolean isDone(RunPlan plan) {
        return ledger.done() == plan.observations();
    }

    int done() {
        return ledger.done();
    }

    /** What another execution of the run has to do again. */
    List<Integer> unfinished() {
        return ledger.unfinished();
    }

    /** What this execution of the run found and computed. */
    StageTally tally() {
        return tally;
    }
}
