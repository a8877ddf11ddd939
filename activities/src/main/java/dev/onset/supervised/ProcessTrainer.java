package dev.onset.supervised;

import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.data.SplitCache;
import dev.onset.kind.ResumableTraining;
import dev.onset.kind.RunPoint;
import dev.onset.kind.SourceFile;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import dev.onset.kind.Trainer;
import dev.onset.numeric.Profile;
import dev.onset.store.Fingerprint;
import dev.onset.trainer.TrainerSpec;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Supervises a training of the user's own; {@code activities/docs/process-trainer.md} is the contract between both. */
public final class ProcessTrainer implements Trainer {
    /** What a worker serves that can supervise processes; what each needs it finds out when it has its files. */
    public static final Profile SERVED = new Profile("process", "any supervised process");

    private static final String VERSION = "1";

    /** What a process remembers of the trainings it supervises. Safe for several threads. */
    public static final class Memory {
        private final Layout layout = new Layout();
        private final Probes probes = new Probes(layout);

        /**
         * Remembers where the files of a training are whose study is planned here, and refuses those that cannot lie together.
         *
         * @param data sources of the study's data by role
         * @param inputs the study's files by role
         */
        public void planned(TrainerSpec.Process spec, Map<String, String> data, Map<String, SourceFile> inputs)
                throws IOException {
            Places.all(spec, data);
            layout.remember(inputs.values().stream()
                    .filter(input -> spec.sources().containsKey(input.role()))
                    .toList());
        }
    }

    private final StudyDocument study;
    private final TrainerSpec.Process spec;
    private final DataSpec data;
    private final SplitCache splits;
    private final Memory memory;
    private final boolean anyForm;

    /** @param anyForm whether networks may have another form than ONNX, since a program of the study's opens them */
    public ProcessTrainer(
            StudyDocument study,
            TrainerSpec.Process spec,
            DataSpec data,
            SplitCache splits,
            Memory memory,
            boolean anyForm) {
        this.study = study;
        this.spec = spec;
        this.data = data;
        this.splits = splits;
        this.memory = memory;
        this.anyForm = anyForm;
    }

    @Override
    public int segmentSeconds() {
        return spec.segmentSeconds();
    }

    @Override
    public int commitSeconds() {
        return spec.commitSeconds();
    }

    /** What the command says its bits depend on in this process. */
    @Override
    public Profile profile(StageContext context) {
        Profile told = memory.probes.of(study, spec, context.blobs());
        return spec.deterministic()
                ? told
                : new Profile(
                        told.identity() + " not repeatable",
                        told.words() + ", not deterministic (trainer.deterministic)");
    }

    @Override
    public Profile served(Profile profile) {
        return SERVED;
    }

    /** The command with its settings and files, the data, the seed; not the steps at which it is asked for checkpoints. */
    @Override
    public Fingerprint trajectory(RunPoint point, String profile) {
        SortedMap<String, Object> parameters = new TreeMap<>();
        parameters.put("command", spec.command());
        parameters.put("environment", spec.environment());
        parameters.put("data", data.training());
        parameters.put("seed", study.spec().seed());
        parameters.put("deterministic", spec.deterministic());
        SortedMap<String, String> inputs = new TreeMap<>();
        places().forEach((role, place) -> {
            if (study.inputs().containsKey(role)) {
                inputs.put(place, study.inputs().get(role).sha256());
            }
        });
        return Fingerprint.of("process", VERSION, parameters, inputs, profile);
    }

    @Override
    public ResumableTraining open(StageContext context, RunPoint point) throws IOException {
        Split split = splits.of(context, study, data);
        return ProcessTraining.open(
                new ProcessTraining.Job(
                        study,
                        context.run(),
                        spec,
                        places(),
                        point,
                        new ProcessTraining.Examples(data.shape(), split),
                        anyForm,
                        data),
                context,
                memory.layout);
    }

    private SortedMap<String, String> places() {
        return Places.all(spec, data.sources());
    }

    @Override
    public Cost cost(RunPoint point) {
        return Cost.UNKNOWN; // only the process could tell
    }
}
