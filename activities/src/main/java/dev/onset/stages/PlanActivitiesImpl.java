package dev.onset.stages;

import dev.onset.contracts.Device;
import dev.onset.contracts.ExtendRequest;
import dev.onset.contracts.ObservablePlan;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyRef;
import dev.onset.kind.Observable;
import dev.onset.kind.RunPoint;
import dev.onset.workflows.PlanActivities;
import dev.onset.workflows.Queues;

/** @see PlanActivities */
public final class PlanActivitiesImpl implements PlanActivities {
    private final StudyPipeline pipeline;
    private final PlanSettings settings;

    /** @throws dev.onset.contracts.OnsetException STUDY_INVALID where the environment says wrongly how much goes on at once */
    public PlanActivitiesImpl(StudyPipeline pipeline) {
        this.pipeline = pipeline;
        this.settings = PlanSettings.of(System.getenv());
    }

    @Override
    public StudyPlan planStudy(StudyRef study) {
        return ActivityBoundary.run(
                pipeline,
                study,
                "plan",
                progress -> new StudyPlan(pipeline.open(study).points().size(), settings.runsAtOnce(), Queues.FIT));
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
                    point.lastStep(),
                    study.trainer().queue(),
                    study.observables().stream().map(PlanActivitiesImpl::plan).toList(),
                    settings.observationsAtOnce(),
                    study.isReadLive(run.index()),
                    "");
        });
    }

    private static ObservablePlan plan(Observable observable) {
        return new ObservablePlan(
                observable.name(),
                observable.shards(),
                observable.device() == Device.CPU ? Queues.OBSERVE : Queues.OBSERVE_GPU);
    }
}
