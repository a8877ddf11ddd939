package dev.onset.stages;

import dev.onset.contracts.ExtendRequest;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyRef;
import dev.onset.kind.RunPoint;
import dev.onset.workflows.PlanActivities;

/** @see PlanActivities */
public final class PlanActivitiesImpl implements PlanActivities {
    /** Runs that go on at once: enough to keep observers busy while another run trains. */
    private static final int WAVE_SIZE = 4;

    private final StudyPipeline pipeline;

    public PlanActivitiesImpl(StudyPipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public StudyPlan planStudy(StudyRef study) {
        return ActivityBoundary.run(
                pipeline,
                study,
                "plan",
                progress -> new StudyPlan(pipeline.open(study).points().size(), WAVE_SIZE));
    }

    @Override
    public StudyRef extend(ExtendRequest request) {
        return ActivityBoundary.run(
                pipeline, request.study(), "extend", progress -> pipeline.extend(request.study(), request.steps()));
    }

    @Override
    public StudyRef shorten(ExtendRequest request) {
        return ActivityBoundary.run(
                pipeline, request.study(), "shorten", progress -> pipeline.shorten(request.study(), request.steps()));
    }

    @Override
    public RunPlan planRun(RunRef run) {
        return ActivityBoundary.run(pipeline, run.study(), "plan", progress -> {
            OpenStudy study = pipeline.open(run.study());
            RunPoint point = study.point(run.index());
            return new RunPlan(
                    point.name(),
                    point.schedule().size(),
                    point.shards(),
                    point.lastStep(),
                    study.device(),
                    study.isReadLive(run.index()));
        });
    }
}
