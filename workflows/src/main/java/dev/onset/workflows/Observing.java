package dev.onset.workflows;

import dev.onset.contracts.ObservablePlan;
import dev.onset.contracts.ObserveRequest;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunPlan.Observation;
import dev.onset.contracts.RunRequest;
import dev.onset.contracts.StageOutcome;
import dev.onset.contracts.StageRoute;
import dev.onset.contracts.StageTally;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Observation of a run's checkpoints, in schedule order, so many activities at a time as planning allows. One that waits for an
 * operator holds up no other but by the place it takes, and those that go on from it; once a thousand of those wait, all that come
 * after them.
 */
final class Observing {
    private final RunRequest request;
    private final RunOrders orders;
    private final OperatorGate gate;
    private final Routing routing;
    private final Presence presence;
    private final IntConsumer observed;
    private final Consumer<RuntimeException> failed;
    private final ObservationLedger ledger;
    /** Failed for good and not tried again yet. */
    private final Set<Integer> stuck = new TreeSet<>();

    private final Map<Integer, UnderWay> underWay = new TreeMap<>();
    /** Where the work of each observable waits. */
    private final Map<String, String> queues = new TreeMap<>();

    private StageTally tally = StageTally.NONE;

    /** An observation of an observable, and the scope of it alone. */
    private record UnderWay(String observable, CancellationScope scope) {}

    /**
     * @param observed told the checkpoint of each observation that is done
     * @param failed told what failed for good
     */
    Observing(
            RunRequest request,
            RunOrders orders,
            OperatorGate gate,
            Routing routing,
            Presence presence,
            IntConsumer observed,
            Consumer<RuntimeException> failed) {
        this.request = request;
        this.orders = orders;
        this.gate = gate;
        this.routing = routing;
        this.presence = presence;
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
        return orders.mayBegin() && next(plan, committed).isPresent();
    }

    private OptionalInt next(RunPlan plan, int committed) {
        return ledger.open() < plan.observationsAtOnce()
                ? ledger.ready(committed * plan.shards(), plan::before)
                : OptionalInt.empty();
    }

    /**
     * Whether nothing goes on until an operator comes, nor would but for a pause.
     *
     * @param committed checkpoints of the schedule that are durable
     */
    boolean isStuck(RunPlan plan, int committed) {
        return ledger.open() == stuck.size() && next(plan, committed).isEmpty();
    }

    /** @param committed checkpoints of the schedule that are durable, with which {@link #canStart} said yes */
    void start(RunPlan plan, int committed) {
        int index = next(plan, committed).orElseThrow();
        ledger.start(index);
        Observation observation = plan.observation(index);
        String summary = summary(plan, observation);
        Async.function(() -> gate.attempt("observe", () -> observe(index, summary, observation)))
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
    private Optional<StageOutcome> observe(int index, String summary, Observation observation) {
        stuck.remove(index);
        Workflow.await(() -> !orders.isPaused() || orders.isStopping()); // a retry does not end a pause
        if (orders.isStopping()) {
            return Optional.empty();
        }
        StageOutcome[] outcome = new StageOutcome[1];
        CancellationScope scope = Workflow.newCancellationScope(() -> outcome[0] = observed(summary, observation));
        underWay.put(index, new UnderWay(observation.observable().name(), scope));
        try {
            scope.run();
            return Optional.of(outcome[0]);
        } catch (ActivityFailure | CanceledFailure failure) {
            if (scope.isCancelRequested() && !CancellationScope.current().isCancelRequested()) {
                return Optional.empty();
            }
            stuck.add(index);
            throw failure;
        } finally {
            underWay.remove(index);
        }
    }

    private StageOutcome observed(String summary, Observation observation) {
        ObservablePlan observable = observation.observable();
        queues.putIfAbsent(observable.name(), observable.route().queue());
        StageRoute route = routing.of(observable.name(), observable.route());
        queues.put(observable.name(), route.queue());
        ObserveActivities observer =
                Workflow.newActivityStub(ObserveActivities.class, StageOptions.observe(route.queue(), summary));
        return presence.during(observable.name(), route, () -> {
            StageOutcome found = observer.observe(asked(observation, 0));
            return request.observeAgain() && found.reused()
                    ? observer.observe(asked(observation, found.generation() + 1))
                    : found;
        });
    }

    /** Gives up what nobody has begun, on queues that nobody serves: a run that is to end would wait for it. */
    void leaveUnserved() {
        for (UnderWay one : List.copyOf(underWay.values())) {
            String queue = queues.getOrDefault(one.observable(), "");
            if (presence.isMissing(queue)) {
                one.scope().cancel("nobody serves the queue " + queue);
            }
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
        return !underWay.isEmpty();
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
