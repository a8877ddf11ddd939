package dev.onset.twophase;

import dev.onset.data.SplitCache;
import dev.onset.interactions.SparseExtractor;
import dev.onset.kind.LiveReader;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.PhaseModel;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.store.CrashPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The two-phase detector and what is fitted beside it. */
final class TwoPhaseModel implements PhaseModel {
    private static final String VERSION = "4";

    private final StudyDocument study;
    private final TwoPhase experiment;
    private final SplitCache splits;
    private final PhaseReader reader;

    /** @param reader shared by all studies, since it remembers what it read */
    TwoPhaseModel(StudyDocument study, SplitCache splits, PhaseReader reader) {
        this.study = study;
        this.experiment = study.experiment(TwoPhase.class);
        this.splits = splits;
        this.reader = reader;
    }

    @Override
    public String version() {
        // images in colour were kept in grey at first: those fits alone are made again
        String own = VERSION + " extractor " + SparseExtractor.VERSION; // which the fit uses for games of its own
        String version = Drawings.inColour(experiment.data().shape()) ? own + " in colour" : own;
        // so were texts kept as numbers, and with two classes the log-odds were not known to be linear
        boolean mended = experiment.data().classes() == 2
                || !experiment.data().vocabulary().isEmpty();
        return mended ? version + " mended" : version;
    }

    @Override
    public Object parameters() {
        return Map.of(
                "detector", experiment.detector(),
                "observation", experiment.observation(),
                "shape", experiment.data().shape(),
                "labelNoise", experiment.data().labelNoise(),
                "seed", study.spec().seed());
    }

    @Override
    public StageProduct fit(StageContext context, List<ObservedRun> runs, Path folder, StageProgress progress)
            throws IOException {
        CrashPoints.DURING_FIT.pass();
        return PhaseFit.fit(context, study, splits.of(context, study, experiment.data()), runs, folder, progress);
    }

    /** The study's own network is read; its controls are there to be compared with at the end. */
    @Override
    public Optional<LiveReader> reader(RunPoint point) {
        Variant variant = Variant.named(experiment, point.name());
        return variant.control().isEmpty()
                ? Optional.of((context, first, known, folder, progress) ->
                        reader.read(context, study, first, known, folder, progress))
                : Optional.empty();
    }
}
