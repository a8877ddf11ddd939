package dev.onset.threesteps;

import dev.onset.contracts.Experiment;
import dev.onset.contracts.StudySpec;
import dev.onset.kind.Kind;
import dev.onset.kind.Limits;
import dev.onset.kind.Observable;
import dev.onset.kind.PhaseModel;
import dev.onset.kind.RunPoint;
import dev.onset.kind.SourceFile;
import dev.onset.kind.StudyDocument;
import dev.onset.kind.StudyPages;
import dev.onset.kind.Trainer;
import dev.onset.numeric.Profile;
import dev.onset.pages.FigureModel;
import dev.onset.pages.FigurePages;
import dev.onset.workflows.Queues;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One run of three steps, two observables, one figure. */
public final class ThreeStepsKind implements Kind {
    @Override
    public String name() {
        return ThreeSteps.KIND;
    }

    @Override
    public Class<? extends Experiment> experiment() {
        return ThreeSteps.class;
    }

    @Override
    public List<String> bundled() {
        return List.of("three-steps");
    }

    @Override
    public List<Profile> profiles(String queue, int gpu) {
        return switch (queue) {
            case Queues.TRAIN, Queues.OBSERVE -> List.of(StepsProfile.current());
            default -> Kind.super.profiles(queue, gpu);
        };
    }

    @Override
    public void limit(StudySpec spec, Limits limits) {
        if (((ThreeSteps) spec.experiment()).start() < 0) {
            throw limits.invalid("start", "is negative; it must be at least 0");
        }
    }

    @Override
    public String dataset(StudySpec spec) {
        return "numbers";
    }

    @Override
    public SortedMap<String, String> sources(StudySpec spec) {
        return new TreeMap<>();
    }

    @Override
    public void check(StudySpec spec, Map<String, SourceFile> inputs) {}

    @Override
    public List<RunPoint> points(StudySpec spec) {
        return List.of(new RunPoint("sum", spec.experiment().checkpoints().steps()));
    }

    @Override
    public Trainer trainer(StudyDocument study) {
        return new SumTrainer(study.experiment(ThreeSteps.class).start());
    }

    @Override
    public List<Observable> observables(StudyDocument study) {
        return List.of(new NumberObservable("value", x -> x), new NumberObservable("square", x -> x * x));
    }

    @Override
    public PhaseModel phaseModel(StudyDocument study) {
        return new FigureModel("1", Map.of(), SumFigure::of);
    }

    @Override
    public StudyPages pages(StudyDocument study) {
        return new FigurePages(study, "three steps", new ThreeStepsPages());
    }
}
