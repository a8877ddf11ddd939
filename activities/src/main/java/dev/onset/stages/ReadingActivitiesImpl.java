package dev.onset.stages;

import dev.onset.contracts.NoticeRequest;
import dev.onset.contracts.Reading;
import dev.onset.contracts.ReadingRequest;
import dev.onset.workflows.ReadingActivities;

/** @see ReadingActivities */
public final class ReadingActivitiesImpl implements ReadingActivities {
    private final StudyPipeline pipeline;

    public ReadingActivitiesImpl(StudyPipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public Reading read(ReadingRequest request) {
        return ActivityBoundary.run(
                pipeline,
                request.run().study(),
                "read",
                progress -> pipeline.open(request.run().study())
                        .read(request.run().index(), request.known(), request.checkpoints(), progress));
    }

    @Override
    public String notice(NoticeRequest request) {
        return ActivityBoundary.run(
                pipeline,
                request.run().study(),
                "notice",
                progress -> pipeline.notice(request.run().study(), request.run().index(), request.milestone()));
    }
}
