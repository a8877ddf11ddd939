package dev.onset.workflows;

import dev.onset.contracts.Milestone;
import dev.onset.contracts.NoticeRequest;
import dev.onset.contracts.RunRef;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;

/** What a study does, once, when the first of its runs reaches a milestone: whatever it asks for then. */
final class StudyMilestone {
    private final StudyState state;
    private final StudyRevisions revisions;
    private boolean reached;
    private boolean following;

    /** @param reached whether an earlier execution of the study has seen it */
    StudyMilestone(StudyState state, StudyRevisions revisions, boolean reached) {
        this.state = state;
        this.revisions = revisions;
        this.reached = reached;
    }

    /** A run has reached a milestone, now or before. */
    void hear(RunRef run, Milestone milestone) {
        if (reached) {
            return;
        }
        reached = true;
        String words = milestone.name() + " showed at step " + milestone.step() + ": " + milestone.words();
        Workflow.getLogger(StudyMilestone.class).info("{}", words);
        state.reasons.add(words);
        following = true;
        try {
            follow(run, milestone);
        } finally {
            following = false;
            state.show();
        }
    }

    private void follow(RunRef run, Milestone milestone) {
        Milestone.Orders orders = milestone.orders();
        String reason = milestone.name() + " was reached";
        if (orders.notice()) {
            notice(run, milestone);
        }
        if (orders.extendTo() > 0) {
            state.gate.attempt("extend", () -> revisions.extend(run.study(), orders.extendTo(), reason));
        }
        if (orders.stopAt() > 0 && revisions.end(run.study(), orders.stopAt(), reason)) {
            String ends = "the study ends at step " + orders.stopAt();
            state.pool().ifPresent(runs -> runs.stop(ends));
        }
    }

    private void notice(RunRef run, Milestone milestone) {
        ReadingActivities telling =
                Workflow.newActivityStub(ReadingActivities.class, StageOptions.notice(milestone.name()));
        try {
            state.reasons.add(telling.notice(new NoticeRequest(run, milestone)));
        } catch (ActivityFailure failure) {
            // nothing of the study depends on it
            state.reasons.add("nobody could be told of " + milestone.name() + ": " + OperatorGate.message(failure));
        }
    }

    boolean isReached() {
        return reached;
    }

    /** Whether it is still being done what the study asks for: the study may be about to end earlier. */
    boolean isFollowed() {
        return following;
    }
}
