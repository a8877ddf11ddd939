package dev.onset.workflows;

import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunProgress;
import dev.onset.contracts.RunRequest;
import dev.onset.contracts.SegmentRequest;
import dev.onset.contracts.SegmentResult;
import dev.onset.contracts.StageRoute;
import dev.onset.contracts.StageTally;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Training of a run: a chain of long segments, each of which ends at a commit. What is in the store decides whether a segment
 * computes anything, so a position and two counters are all there is to remember.
 */
final class Training {
    private static final String STAGE = "train";

    private final RunRequest request;
    private final RunOrders orders;
    private final OperatorGate gate;
    private final Routing routing;
    private final Presence presence;
    private final Runnable changed;
    private int committed;
    private long step;
    private boolean trained;
    private boolean stuck;
    private int segments;
    private StageTally tally = StageTally.NONE;
    private @Nullable CancellationScope segment;

    /** @param changed told whenever a segment has ended */
    Training(
            RunRequest request,
            RunOrders orders,
            OperatorGate gate,
            Routing routing,
            Presence presence,
            Runnable changed) {
        this.request = request;
        this.orders = orders;
        this.gate = gate;
        this.routing = routing;
        this.presence = presence;
        this.changed = changed;
        RunProgress before = request.progress();
        this.committed = before.committed();
        this.step = before.step();
        this.trained = before.trained();
        this.segments = before.segments();
    }

    /** Trains until the schedule is done or nothing may begin any more; call it on a thread of its own. */
    void train(RunPlan plan) {
        while (!trained && !orders.isEnding()) {
            Optional<SegmentResult> ended = gate.attempt(STAGE, () -> segment(plan));
            if (ended.isPresent()) {
                SegmentResult result = ended.get();
                segments++;
                // a later segment finds what an earlier one computed: that is no reuse
                int found = segments == 1 ? result.found() : 0;
                tally = tally.plus(new StageTally(found, result.computed(), 0, 0, result.fenced()));
                advance(result.committed(), result.step());
                trained = result.trained();
                changed.run();
            }
        }
    }

    /**
     * One segment in a scope of its own, so that an order can ask it to commit and return.
     *
     * @return empty where it was asked to end and nothing is known of what it did: the next finds what is committed
     */
    private Optional<SegmentResult> segment(RunPlan plan) {
        stuck = false;
        Workflow.await(() -> !orders.isPaused() || orders.isEnding()); // a retry does not end a pause
        if (orders.isEnding()) {
            return Optional.empty();
        }
        SegmentResult[] result = new SegmentResult[1];
        CancellationScope scope = Workflow.newCancellationScope(() -> result[0] = trained(plan));
        segment = scope;
        try {
            scope.run();
            return Optional.of(result[0]);
        } catch (ActivityFailure | CanceledFailure failed) {
            // the server does not retry an attempt that was asked to end, whatever became of it
            if (scope.isCancelRequested() && !CancellationScope.current().isCancelRequested()) {
                return Optional.empty();
            }
            stuck = true;
            throw failed;
        } finally {
            segment = null;
        }
    }

    private SegmentResult trained(RunPlan plan) {
        StageRoute route = routing.of(STAGE, plan.training());
        String summary = "train " + plan.point() + " from step " + step + " of " + plan.lastStep();
        TrainActivities trainer =
                Workflow.newActivityStub(TrainActivities.class, StageOptions.train(route.queue(), summary));
        SegmentRequest asked = new SegmentRequest(request.run(), committed, request.signalMillis());
        return presence.during(STAGE, route, () -> trainer.trainSegment(asked));
    }

    /** Asks the segment under way, if there is one, to commit where it is and return. */
    void endSegment(String reason) {
        CancellationScope scope = segment;
        if (scope != null) {
            scope.cancel(reason);
        }
    }

    /** Hears that more is durable. */
    void advance(int newCommitted, long newStep) {
        committed = Math.max(committed, newCommitted);
        step = Math.max(step, newStep);
    }

    /** Whether a segment is under way. */
    boolean isUnderWay() {
        return segment != null;
    }

    /** Whether a segment failed for good and is not tried again yet. */
    boolean isStuck() {
        return stuck;
    }

    /** Whether the last checkpoint of the schedule is durable. */
    boolean isDone() {
        return trained;
    }

    /** Checkpoints of the schedule that are durable, counted from the first. */
    int committed() {
        return committed;
    }

    /** The newest step known to be durable. */
    long step() {
        return step;
    }

    /** Segments that ended, in earlier executions of the run too. */
    int segments() {
        return segments;
    }

    /** What this execution of the run found and computed. */
    StageTally tally() {
        return tally;
    }
}
