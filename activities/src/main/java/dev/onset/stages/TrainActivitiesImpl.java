package dev.onset.stages;

import dev.onset.contracts.OnsetException;
import dev.onset.contracts.SegmentRequest;
import dev.onset.contracts.SegmentResult;
import dev.onset.workflows.RunWorkflow;
import dev.onset.workflows.TrainActivities;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;

/** @see TrainActivities */
public final class TrainActivitiesImpl implements TrainActivities {
    private final StudyPipeline pipeline;
    private final Duration patience;

    /** @throws OnsetException STUDY_INVALID when the environment says wrongly how long training goes on without a server */
    public TrainActivitiesImpl(StudyPipeline pipeline) {
        this.pipeline = pipeline;
        this.patience = ServerAbsence.patience(System.getenv());
    }

    @Override
    public SegmentResult trainSegment(SegmentRequest request) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        RunWorkflow run = context.getWorkflowClient()
                .newWorkflowStub(RunWorkflow.class, context.getInfo().getWorkflowId());
        return ActivityBoundary.run(pipeline, request.run().study(), OpenStudy.TRAIN, progress -> {
            try (CommitHints hints = new CommitHints(run, request.signalMillis())) {
                return pipeline.open(request.run().study()).train(request.run().index(), progress, hints, patience);
            }
        });
    }
}
