package dev.onset.stages;

import dev.onset.contracts.PinRequest;
import dev.onset.contracts.StageRoute;
import dev.onset.workflows.WorkerActivities;

/** @see WorkerActivities */
public final class WorkerActivitiesImpl implements WorkerActivities {
    private final StudyPipeline pipeline;

    public WorkerActivitiesImpl(StudyPipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public StageRoute pin(PinRequest request) {
        return ActivityBoundary.run(pipeline, request.study(), "pin", progress -> {
            OpenStudy study = pipeline.open(request.study());
            return study.profiles().route(request.stage(), study.profiles().pin(request.stage()));
        });
    }

    @Override
    public void here() {}
}
