package dev.onset.twophase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onset.contracts.Device;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.StudySpec;
import dev.onset.data.DataSpec;
import dev.onset.data.DatasetReader;
import dev.onset.data.SplitCache;
import dev.onset.evaluate.EvaluatorSpec;
import dev.onset.evaluate.OnnxEvaluator;
import dev.onset.game.PlayerLimits;
import dev.onset.imported.ImportFolder;
import dev.onset.imported.ImportTrainer;
import dev.onset.kind.Kind;
import dev.onset.kind.Limits;
import dev.onset.kind.LivePages;
import dev.onset.kind.Observable;
import dev.onset.kind.PhaseModel;
import dev.onset.kind.RunPoint;
import dev.onset.kind.SourceFile;
import dev.onset.kind.Sources;
import dev.onset.kind.StudyDocument;
import dev.onset.kind.StudyPages;
import dev.onset.kind.Trainer;
import dev.onset.numeric.JavaProfile;
import dev.onset.numeric.Profile;
import dev.onset.observe.InferenceProfile;
import dev.onset.observe.ProcessEvaluation;
import dev.onset.pages.FigurePages;
import dev.onset.process.Programs;
import dev.onset.supervised.ProcessTrainer;
import dev.onset.supervised.TrainerFiles;
import dev.onset.train.Dl4jTrainer;
import dev.onset.train.TrainingProfile;
import dev.onset.trainer.TrainerSpec;
import dev.onset.workflows.Queues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The two-phase study: trains a network and its controls, extracts the interactions of fixed samples at every checkpoint, and
 * decides whether high orders fall and return.
 */
public final class TwoPhaseKind implements Kind {
    private final SplitCache splits = new SplitCache();
    private final ProcessTrainer.Memory processes = new ProcessTrainer.Memory();
    private final CheckpointReadings read = new CheckpointReadings();
    private final PhaseReader reader = new PhaseReader(read);

    @Override
    public String name() {
        return TwoPhase.KIND;
    }

    @Override
    public Class<? extends Experiment> experiment() {
        return TwoPhase.class;
    }

    @Override
    public List<String> bundled() {
        return List.of(
                "digits",
                "digits-quick",
                "digits-linear",
                "digits-pixels",
                "mnist-mlp",
                "mnist-pixels",
                "breast-cancer",
                "factors-digits",
                "factors-digits-quick",
                "factors-data");
    }

    @Override
    public List<Profile> profiles(String queue, int gpu) {
        return switch (queue) {
            case Queues.TRAIN -> List.of(TrainingProfile.current(), ImportTrainer.PROFILE, ProcessTrainer.SERVED);
            case Queues.OBSERVE -> List.of(InferenceProfile.of(Device.CPU, gpu), ProcessEvaluation.host());
            case Queues.OBSERVE_GPU -> onGpu(gpu);
            case Queues.FIT -> List.of(JavaProfile.current());
            default -> List.of();
        };
    }

    /** ONNX Runtime's CUDA is an opt-in of the build; a study's own program needs nothing of it. */
    private static List<Profile> onGpu(int gpu) {
        return OnnxEvaluator.supports(Device.CUDA)
                ? List.of(InferenceProfile.of(Device.CUDA, gpu), ProcessEvaluation.host())
                : List.of(ProcessEvaluation.host());
    }

    @Override
    public void fit(ObjectNode file, ObjectNode defaults, Limits limits) {
        ChosenDefaults.fit(file, defaults, limits);
    }

    @Override
    public void limit(JsonNode tree, Limits limits) {
        PlayerLimits.check(tree.path("observation"), limits);
    }

    @Override
    public void limit(StudySpec spec, Limits limits) {
        new TwoPhaseLimits((TwoPhase) spec.experiment(), limits).check();
    }

    @Override
    public void limitPoint(StudySpec point, Limits limits) {
        if (!((TwoPhase) point.experiment()).live().equals(LiveSpec.NONE)) {
            throw limits.invalid(
                    "live",
                    "asks for what follows a run's second phase; the runs of a grid are not read while they go on");
        }
    }

    @Override
    public String dataset(StudySpec spec) {
        return ((TwoPhase) spec.experiment()).data().name();
    }

    @Override
    public SortedMap<String, String> sources(StudySpec spec) {
        TwoPhase experiment = (TwoPhase) spec.experiment();
        SortedMap<String, String> sources = experiment.data().sources();
        if (experiment.trainer() instanceof TrainerSpec.Import existing) {
            sources.putAll(existing.sources());
        }
        if (experiment.evaluator() instanceof EvaluatorSpec.Process program) {
            sources.putAll(program.sources());
        }
        if (experiment.trainer() instanceof TrainerSpec.Process process) {
            sources.putAll(process.sources());
        }
        return sources;
    }

    @Override
    public StudySpec resolved(StudySpec spec, Sources sources) throws IOException {
        TwoPhase experiment = (TwoPhase) spec.experiment();
        DataSpec data = experiment.data();
        if (data.format().isSplit()) {
            Map<String, Path> files = new TreeMap<>();
            for (Map.Entry<String, String> source : data.sources().entrySet()) {
                files.put(source.getKey(), sources.file(source.getKey(), source.getValue()));
            }
            data = DatasetReader.withParts(files, data);
        }
        TwoPhase resolved = experiment.trainer() instanceof TrainerSpec.Import existing
                ? experiment.with(ImportFolder.resolve(existing, experiment.evaluator(), sources), data)
                : experiment.with(data);
        if (experiment.trainer() instanceof TrainerSpec.Process process) {
            resolved = resolved.with(TrainerFiles.resolve(process, sources));
        }
        if (experiment.evaluator() instanceof EvaluatorSpec.Process evaluator) {
            Programs.requireScript("evaluator", evaluator.command(), evaluator.files());
        }
        return new StudySpec(spec.study(), spec.description(), spec.evidence(), spec.seed(), resolved);
    }

    @Override
    public void check(StudySpec spec, Map<String, SourceFile> inputs) throws IOException {
        TwoPhase experiment = (TwoPhase) spec.experiment();
        InputCheck.check(experiment, inputs);
        if (experiment.trainer() instanceof TrainerSpec.Process process) {
            processes.planned(process, experiment.data().sources(), inputs);
        }
    }

    @Override
    public Object checked(StudySpec spec) {
        TwoPhase experiment = (TwoPhase) spec.experiment();
        return List.of(experiment.trainer(), experiment.evaluator(), experiment.data(), experiment.observation());
    }

    @Override
    public Object programs(StudySpec spec) {
        TwoPhase experiment = (TwoPhase) spec.experiment();
        return experiment.trainer() instanceof TrainerSpec.Process process
                ? List.of(experiment.evaluator(), process)
                : List.of(experiment.evaluator());
    }

    @Override
    public StudySpec extended(StudySpec spec, long steps) {
        return Revision.longer(spec, steps);
    }

    @Override
    public StudySpec shortened(StudySpec spec, long step) {
        return Revision.shorter(spec, step);
    }

    @Override
    public List<RunPoint> points(StudySpec spec) {
        TwoPhase experiment = (TwoPhase) spec.experiment();
        List<Long> schedule = experiment.schedule();
        return Variant.of(experiment).stream()
                .map(variant -> new RunPoint(variant.name(), schedule))
                .toList();
    }

    @Override
    public Trainer trainer(StudyDocument study) {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        if (experiment.trainer() instanceof TrainerSpec.Import existing) {
            return new ImportTrainer(study, existing);
        }
        if (experiment.trainer() instanceof TrainerSpec.Process process) {
            return new ProcessTrainer(
                    study,
                    process,
                    experiment.data(),
                    splits,
                    processes,
                    experiment.evaluator() instanceof EvaluatorSpec.Process);
        }
        return new Dl4jTrainer(
                study,
                experiment.data(),
                experiment.trainingDone(),
                splits,
                point -> Variant.named(experiment, point.name())
                        .job(experiment, study.spec().seed()));
    }

    @Override
    public List<Observable> observables(StudyDocument study) {
        return TwoPhaseObservables.of(study, splits);
    }

    @Override
    public PhaseModel phaseModel(StudyDocument study) {
        return alone(study) ? new SpectrumModel(study, splits, reader) : new TwoPhaseModel(study, splits, reader);
    }

    private static boolean alone(StudyDocument study) {
        return study.experiment(TwoPhase.class).observation().spectrum().alone();
    }

    @Override
    public StudyPages pages(StudyDocument study) {
        return alone(study)
                ? new FigurePages(study, "two-phase study by order spectrum", LivePages.NONE, ComparedPhases.SPECTRUM)
                : new TwoPhasePages(study, read);
    }
}
