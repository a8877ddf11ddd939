package dev.onset.stages;

import dev.onset.contracts.FitRequest;
import dev.onset.contracts.ReportRequest;
import dev.onset.contracts.StageOutcome;
import dev.onset.workflows.FitActivities;

/** @see FitActivities */
public final class FitActivitiesImpl implements FitActivities {
    private final StudyPipeline pipeline;

    public FitActivitiesImpl(StudyPipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public StageOutcome fit(FitRequest request) {
        return ActivityBoundary.run(
                pipeline,
                request.study(),
                "fit",
                progress -> pipeline.open(request.study()).fit(request.generation(), progress));
    }

    @Override
    public StageOutcome report(ReportRequest request) {
        return ActivityBoundary.run(
                pipeline,
                request.study(),
                "report",
                progress -> pipeline.open(request.study())
                        .report(
                                request.fit(),
                                request.tally(),
                                request.runSeconds(),
                                request.fitSeconds(),
                                request.generation()));
    }
}
