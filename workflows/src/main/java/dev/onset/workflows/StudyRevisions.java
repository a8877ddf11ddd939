package dev.onset.workflows;

import dev.onset.contracts.ExtendRequest;
import dev.onset.contracts.RepinRequest;
import dev.onset.contracts.StudyRef;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a study goes on as after this pass over its runs: one revision at a time, the later made of the earlier. */
final class StudyRevisions {
    private final WorkflowLock revising = Workflow.newWorkflowLock();
    private final PlanActivities planning = Workflow.newActivityStub(PlanActivities.class, StageOptions.plan());
    private final StudyState state;
    private @Nullable StudyRef next;
    private boolean cut;

    /** @param next made by an earlier execution */
    StudyRevisions(StudyState state, Optional<StudyRef> next) {
        this.state = state;
        this.next = next.orElse(null);
    }

    /** Goes on longer than a study, or than the revision that is made already. */
    StudyRef extend(StudyRef study, long steps, String reason) {
        revising.lock();
        try {
            StudyRef longer = planning.extend(new ExtendRequest(next == null ? study : next, steps, reason));
            Workflow.getLogger(StudyRevisions.class).info("extended to {} steps: {}", steps, reason);
            state.reasons.add("extended to " + steps + " steps as " + longer.fingerprint() + ": " + reason);
            next = longer;
            return longer;
        } finally {
            revising.unlock();
        }
    }

    /** Goes on with a stage that may be pinned anew, as soon as what is under way has committed. */
    void repin(StudyRef study, String stage, String reason) {
        revising.lock();
        try {
            next = planning.repin(new RepinRequest(next == null ? study : next, stage, reason));
            cut = true;
            Workflow.getLogger(StudyRevisions.class).info("{} is pinned anew: {}", stage, reason);
            state.reasons.add("stage " + stage + " is pinned anew, and computed again: " + reason);
        } finally {
            revising.unlock();
        }
    }

    /**
     * Ends a study at a step, unless an operator has asked for more steps: that was answered, so it stands.
     *
     * @return whether it ends there
     */
    boolean end(StudyRef study, long step, String reason) {
        revising.lock();
        try {
            if (next != null) {
                state.reasons.add("goes on past step " + step + ": an operator extended it");
                return false;
            }
            StudyRef shorter =
                    state.gate.attempt("shorten", () -> planning.shorten(new ExtendRequest(study, step, reason)));
            state.reasons.add("ends at step " + step + " as " + shorter.fingerprint() + ": " + reason);
            next = shorter;
            cut = true;
            return true;
        } finally {
            revising.unlock();
        }
    }

    /** Whether this pass ends without a fit, since the study is to end earlier, or as another. */
    boolean isCut() {
        return cut;
    }

    /** What the study goes on as; empty where it stays as it is. */
    Optional<StudyRef> next() {
        return Optional.ofNullable(next);
    }

    /** What the study goes on as from now on; empty where it stays as it is. */
    Optional<StudyRef> take() {
        Optional<StudyRef> taken = next();
        next = null;
        cut = false;
        return taken;
    }
}
