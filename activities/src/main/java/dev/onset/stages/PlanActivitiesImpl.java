package dev.onset.stages;

import dev.onset.contracts.ExtendRequest;
import dev.onset.contracts.ObservablePlan;
import dev.onset.contracts.RepinRequest;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyRef;
import dev.onset.kind.RunPoint;
import dev.onset.workflows.PlanActivities;

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
        return ActivityBoundary.run(pipeline, study, "plan", progress -> {
            OpenStudy open = pipeline.open(study);
            return new StudyPlan(
                    open.points().size(), settings.runsAtOnce(), open.profiles().route(OpenStudy.FIT));
        });
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
                    study.profiles().route(OpenStudy.TRAIN),
                    study.observables().stream()
                            .map(observable -> new ObservablePlan(
                                    observable.name(),
                                    observable.shards(),
                                    study.profiles().route(observable.name()),
                                    point.schedule().stream()
                                            .anyMatch(step -> observable
                                                    .before(point, step)
                                                    .isPresent())))
                            .toList(),
                    settings.observationsAtOnce(),
                    study.isReadLive(run.index()),
                    "");
        });
    }

    @Override
    public StudyRef repin(RepinRequest request) {
        return ActivityBoundary.run(
                pipeline,
                request.study(),
                "repin",
                progress -> pipeline.repin(request.study(), request.stage(), request.reason()));
    }
}
