package dev.onset.imported;

import dev.onset.kind.ResumableTraining;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import dev.onset.kind.Trainer;
import dev.onset.numeric.Profile;
import dev.onset.store.Fingerprint;
import dev.onset.trainer.TrainerSpec;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Commits checkpoints that exist, as they are. Nothing is computed, so its profile is the same everywhere. */
public final class ImportTrainer implements Trainer {
    /** Of every machine: nothing is computed. */
    public static final Profile PROFILE = new Profile("as it is", "files committed as they are, on any machine");

    private static final String VERSION = "1";
    private static final int SEGMENT_SECONDS = 600;

    private final StudyDocument study;
    private final TrainerSpec.Import spec;

    public ImportTrainer(StudyDocument study, TrainerSpec.Import spec) {
        this.study = study;
        this.spec = spec;
    }

    @Override
    public int segmentSeconds() {
        return SEGMENT_SECONDS;
    }

    @Override
    public Profile profile(StageContext context) {
        return PROFILE;
    }

    /**
     * The networks and their steps, not the files that hold them: other exports of the same networks are the same run. Not the
     * data either, which import does not look at.
     */
    @Override
    public Fingerprint trajectory(RunPoint point, String profile) {
        SortedMap<String, Object> networks = new TreeMap<>();
        spec.found().forEach(checkpoint -> networks.put(Long.toString(checkpoint.step()), checkpoint.identity()));
        return Fingerprint.of("import", VERSION, Map.of("networks", networks), new TreeMap<>(), profile);
    }

    @Override
    public ResumableTraining open(StageContext context, RunPoint point) {
        return new ImportTraining(context.blobs(), study, spec);
    }

    @Override
    public Cost cost(RunPoint point) {
        long bytes = spec.found().stream()
                .mapToLong(TrainerSpec.Checkpoint::bytes)
                .max()
                .orElse(0);
        return new Cost(bytes, 0);
    }
}
