package dev.onset.stages;

import dev.onset.contracts.ObserveRequest;
import dev.onset.contracts.StageOutcome;
import dev.onset.workflows.ObserveActivities;

/** @see ObserveActivities */
public final class ObserveActivitiesImpl implements ObserveActivities {
    private final StudyPipeline pipeline;

    public ObserveActivitiesImpl(StudyPipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public StageOutcome observe(ObserveRequest request) {
        return ActivityBoundary.run(
                pipeline,
                request.run().study(),
                "observe",
                progress -> pipeline.open(request.run().study())
                        .observe(
                                request.run().index(),
                                request.checkpoint(),
                                request.observable(),
                                request.shard(),
                                request.generation(),
                                progress));
    }
}
