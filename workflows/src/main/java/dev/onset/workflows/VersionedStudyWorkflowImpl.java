package dev.onset.workflows;

import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import io.temporal.common.VersioningBehavior;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowVersioningBehavior;

/**
 * A study on versioned workers: it moves on to the current build while its runs stay with the build they began with, which is
 * the workers' default. A server refuses the annotation from workers without versions, so they register the plain class.
 */
public final class VersionedStudyWorkflowImpl extends StudyWorkflowImpl {
    @WorkflowInit
    public VersionedStudyWorkflowImpl(StudyRequest request) {
        super(request);
    }

    @Override
    @WorkflowVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
    public StudyResult study(StudyRequest request) {
        return super.study(request);
    }
}
