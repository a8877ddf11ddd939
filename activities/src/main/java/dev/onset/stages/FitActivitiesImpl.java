package dev.onset.stages;

import dev.onset.contracts.FitRequest;
import dev.onset.contracts.LiveReading;
import dev.onset.contracts.NoticeRequest;
import dev.onset.contracts.ReadingRequest;
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
    public LiveReading readPhase(ReadingRequest request) {
        return ActivityBoundary.run(
                pipeline,
                request.run().study(),
                "phase",
                progress -> pipeline.open(request.run().study())
                        .readPhase(request.run().index(), request.known(), request.checkpoints(), progress));
    }

    @Override
    public String notice(NoticeRequest request) {
        return ActivityBoundary.run(
                pipeline,
                request.run().study(),
                "notice",
                progress -> pipeline.notice(request.run().study(), request.run().index(), request.reading()));
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
