package dev.onset.workflows;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.PoolProgress;
import dev.onset.contracts.Reading;
import dev.onset.contracts.RunResult;
import dev.onset.contracts.RunSet;
import dev.onset.contracts.StageTally;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyRequest;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a study, so many at a time.
 *
 * <h2>How it is refilled, and how it empties</h2>
 *
 * A run is pending, under way, and then done or failed. Under way, it may wait for an operator; once nothing else of it goes
 * on, it takes no place, so another begins in its stead, and when the operator asks for it, it is pending until there is a
 * place again. One that fails as a whole has left, and is begun again when an operator asks for it; where nobody can, it
 * leaves all others to finish: they need not be computed again. When the study's history grows long, nothing more begins; what
 * is under way ends; a run that waits for an operator is asked to leave, and is begun again by the execution in which the
 * operator asks for it. A pause begins nothing.
 */
final class RunPool {
    private final StudyPlan plan;
    private final RunLinks links;
    private final HistoryLimit history;
    private final BooleanSupplier paused;
    private final boolean operated;
    private final Listener listener;
    private final TreeSet<Integer> pending = new TreeSet<>();
    private final Map<Integer, Place> places = new TreeMap<>();
    private final TreeSet<Integer> done = new TreeSet<>();
    private final Map<Integer, Waiting> left = new TreeMap<>();
    private final Map<Integer, RuntimeException> failed = new TreeMap<>();
    private StageTally tally;
    private boolean stopped;
    private boolean draining;
    private boolean begun;
    private boolean worked;

    /** Hears what becomes of runs. */
    interface Listener {
        /** A run begins, ends or waits. */
        void changed();

        void done(RunResult result);

        /** What a run said last of where it stands, before it counts as ended. */
        void read(int index, Reading reading);
    }

    /** A run under way, and what it waits with by its own word. */
    private static final class Place {
        private @Nullable Waiting told;
        /** Whether nothing of it goes on meanwhile. */
        private boolean stuck;

        private String elsewhere = "";
        /** Whether an operator wanted it tried again since it said so. */
        private boolean retried;

        boolean waits() {
            return told != null && !retried;
        }

        boolean waitsForOperator() {
            return waits() && Objects.requireNonNull(told).isForOperator();
        }
    }

    /** @param paused whether the study is paused now */
    RunPool(
            StudyRequest request,
            StudyPlan plan,
            PoolProgress before,
            RunLinks links,
            BooleanSupplier paused,
            Listener listener) {
        this.plan = plan;
        this.links = links;
        this.operated = request.operated();
        this.history = new HistoryLimit(request.mostEvents());
        this.paused = paused;
        this.listener = listener;
        this.tally = before.tally();
        for (int index = 0; index < plan.runs(); index++) {
            pending.add(index);
        }
        done.addAll(before.done().indices());
        left.putAll(Holds.restored(before.waiting()));
        Holds.restored(before.failed())
                .forEach((index, problem) ->
                        failed.put(index, ApplicationFailure.newNonRetryableFailure(problem.error(), problem.code())));
        pending.removeAll(done);
        pending.removeAll(left.keySet());
        pending.removeAll(failed.keySet());
    }

    /**
     * Goes on until each run is done or failed, or until the study is to continue as new and nothing is under way.
     *
     * @throws CanceledFailure where the study was cancelled; what was under way has committed
     */
    void work() {
        worked = true;
        CancellationScope scope = CancellationScope.current();
        while (true) {
            UncancelledWait.through(() -> mayBegin(scope) || beginsToDrain() || isOver(scope));
            if (beginsToDrain()) {
                drain();
            } else if (mayBegin(scope)) {
                begin(pending.pollFirst());
            } else if (scope.isCancelRequested()) {
                throw new CanceledFailure("cancelled between two runs");
            } else {
                return;
            }
        }
    }

    private boolean mayBegin(CancellationScope scope) {
        return !pending.isEmpty()
                && !stopped
                && !draining
                && !paused.getAsBoolean()
                && !scope.isCancelRequested()
                && activeRuns() < plan.runsAtOnce();
    }

    private boolean isOver(CancellationScope scope) {
        boolean nothingBegins = stopped || draining || scope.isCancelRequested();
        return places.isEmpty() && (nothingBegins || (pending.isEmpty() && left.isEmpty()));
    }

    /** A long history ends with the runs under way; each execution begins some, so that it gets on. */
    private boolean beginsToDrain() {
        return !draining && !stopped && begun && history.isReached();
    }

    private void drain() {
        draining = true;
        links.leave();
        for (int index : List.copyOf(places.keySet())) {
            leaveWhereItWaits(index);
        }
    }

    private void leaveWhereItWaits(int index) {
        Place place = places.get(index);
        if (draining && place != null && place.told != null && place.told.isForOperator()) {
            links.tell(index, RunWorkflow.Action.LEAVE, "the study continues as new");
        }
    }

    private void begin(int index) {
        Place known = places.get(index);
        if (known == null) {
            start(index);
        } else {
            known.told = null;
            known.stuck = false;
            listener.changed();
            links.tell(index, RunWorkflow.Action.RETRY, "an operator asked for it");
        }
    }

    private void start(int index) {
        begun = true;
        Place place = new Place();
        places.put(index, place);
        Async.procedure(() -> once(index, place)).handle((nothing, problem) -> {
            places.remove(index);
            if (problem != null) {
                failed.put(index, problem);
            }
            listener.changed();
            return null;
        });
        listener.changed();
    }

    private void once(int index, Place place) {
        try {
            links.run(index).ifPresentOrElse(result -> ended(index, place, result), () -> endedBefore(index, place));
        } catch (ChildWorkflowFailure failure) {
            Waiting problem = OperatorGate.problem("run " + index, failure);
            if (!operated) {
                throw OperatorGate.failed(failure);
            }
            Workflow.getLogger(RunPool.class).warn("{}", problem.error());
            left.put(index, problem);
        }
    }

    private void ended(int index, Place place, RunResult result) {
        listener.read(index, result.reading());
        if (result.parked()) {
            endedBefore(index, place); // begun again, it finds what it did: that would be counted twice
        } else {
            tally = tally.plus(result.tally());
            done.add(index);
            listener.done(result);
        }
    }

    /** It ended before its work was done, or was never begun. */
    private void endedBefore(int index, Place place) {
        Waiting waits = place.told;
        if (waits == null || place.retried) {
            pending.add(index); // an operator need not be waited for, or asked before the run could be told
        } else {
            left.put(index, waits);
        }
    }

    /** A run says that it waits for an operator or a worker, or, with an empty code, that it no longer does. */
    void waits(int index, String code, String error, boolean stuck) {
        Place place = places.get(index);
        if (place != null) {
            place.told = code.isEmpty() ? null : new Waiting(code, "run " + index + ": " + error);
            place.stuck = stuck;
            place.retried = false;
            pending.remove(index); // it went on by itself
            leaveWhereItWaits(index);
        }
    }

    /** A run says why a stage of it is tried on another worker, or, with an empty text, that this is over. */
    void elsewhere(int index, String error) {
        Place place = places.get(index);
        if (place != null) {
            place.elsewhere = error.isEmpty() ? "" : "run " + index + ": " + error;
        }
    }

    /** Why a stage of the first run where that is so is tried on another worker; empty where none is. */
    String elsewhere() {
        return places.values().stream()
                .map(place -> place.elsewhere)
                .filter(error -> !error.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Whatever waits for an operator is tried again, where there is a place for it. */
    void retry(String reason) {
        pending.addAll(left.keySet());
        left.clear();
        List<Integer> going = new ArrayList<>();
        places.forEach((index, place) -> {
            if (place.told == null || place.told.isForOperator()) { // who waits for a worker goes on once it comes
                place.retried = true;
                (place.stuck ? pending : going).add(index);
            }
        });
        going.forEach(index -> links.tell(index, RunWorkflow.Action.RETRY, reason));
    }

    /** The study ends earlier than it was planned: what is under way commits and ends, nothing else begins. */
    void stop(String reason) {
        stopped = true;
        links.tellAll(RunWorkflow.Action.STOP, reason);
    }

    /** Tells every run under way, and those that are being started. */
    void tell(RunWorkflow.Action action, String reason) {
        links.tellAll(action, reason);
    }

    /** Whether it was worked through, or is. */
    boolean hasWorked() {
        return worked;
    }

    /** Whether no run is under way. */
    boolean isIdle() {
        return places.isEmpty();
    }

    /** Whether runs are left to the study's next execution. */
    boolean isLeftOver() {
        return draining && !stopped && !(pending.isEmpty() && left.isEmpty() && places.isEmpty());
    }

    /**
     * What the runs reused and computed.
     *
     * @throws RuntimeException the first failure, where a run failed for good
     */
    StageTally result() {
        if (failed.isEmpty()) {
            return tally;
        }
        RuntimeException first = failed.values().iterator().next();
        if (plan.runs() > 1 && first instanceof ApplicationFailure failure) {
            throw ApplicationFailure.newNonRetryableFailureWithCause(
                    failure.getOriginalMessage() + "; " + failed.size() + " of " + plan.runs()
                            + " runs failed, the others are done and will be reused",
                    failure.getType(),
                    first);
        }
        throw first;
    }

    /** What the study's next execution has to know, once no run is under way. */
    PoolProgress progress() {
        Map<Integer, Waiting> problems = new TreeMap<>();
        failed.forEach((index, problem) -> problems.put(index, described(problem)));
        return new PoolProgress(RunSet.of(done), tally, Holds.of(left), Holds.of(problems));
    }

    private static Waiting described(RuntimeException problem) {
        return problem instanceof ApplicationFailure coded
                ? new Waiting(coded.getType(), coded.getOriginalMessage())
                : new Waiting(ErrorCode.INTERNAL.name(), String.valueOf(problem.getMessage()));
    }

    /** What the first run that waits for an operator waits with or, where none does, the first that waits for a worker. */
    Optional<Waiting> waiting() {
        Map<Integer, Waiting> all = new TreeMap<>(left);
        places.forEach((index, place) -> {
            if (place.waits()) {
                all.put(index, Objects.requireNonNull(place.told));
            }
        });
        return all.values().stream()
                .filter(Waiting::isForOperator)
                .findFirst()
                .or(() -> all.values().stream().findFirst());
    }

    int waitingRuns() {
        return left.size()
                + (int) places.values().stream().filter(Place::waitsForOperator).count();
    }

    int activeRuns() {
        return (int) places.values().stream().filter(place -> !place.stuck).count();
    }

    int finishedRuns() {
        return done.size();
    }
}
