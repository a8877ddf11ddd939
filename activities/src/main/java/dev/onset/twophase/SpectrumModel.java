package dev.onset.twophase;

import dev.onset.data.SplitCache;
import dev.onset.game.SpectrumSpec;
import dev.onset.kind.LiveReader;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.PhaseModel;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.pages.FigureFit;
import dev.onset.phases.LiveVerdict;
import dev.onset.store.CrashPoints;
import dev.onset.twophase.report.SpectrumReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The two-phase detector on order spectra alone: any number of players, no interactions. */
final class SpectrumModel implements PhaseModel {
    private static final String VERSION = "3";

    private final StudyDocument study;
    private final TwoPhase experiment;
    private final SplitCache splits;
    private final TwoPhaseModel interactions;

    /** @param reader shared by all studies, since it remembers what it read */
    SpectrumModel(StudyDocument study, SplitCache splits, PhaseReader reader) {
        this.study = study;
        this.experiment = study.experiment(TwoPhase.class);
        this.splits = splits;
        this.interactions = new TwoPhaseModel(study, splits, reader);
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public Object parameters() {
        return interactions.parameters();
    }

    @Override
    public StageProduct fit(StageContext context, List<ObservedRun> runs, Path folder, StageProgress progress)
            throws IOException {
        CrashPoints.DURING_FIT.pass();
        SpectrumSpec spectrum = experiment.observation().spectrum();
        List<CheckpointReader> readers = runs.stream()
                .map(run -> new CheckpointReader(run, spectrum, context.blobs(), folder))
                .toList();
        RunReading run = RunReading.of(readers.get(0), experiment, progress);
        SpectrumFit.Fitted fitted = new SpectrumFit(
                        experiment, study.spec().seed(), splits.of(context, study, experiment.data()), progress)
                .fit(readers, run);
        RunMetrics metrics =
                context.metrics().run(study.spec().study(), runs.get(0).point().name());
        metrics.gauge(
                Gauges.PHASE,
                run.steps()[run.steps().length - 1],
                0,
                LiveVerdict.phase(
                                fitted.verdict().turn(),
                                experiment.detector().withMinimumChange(spectrum.minimumChange()))
                        .ordinal());
        return FigureFit.FILE.write(
                SpectrumReport.of(
                        fitted.part(),
                        run.steps(),
                        FitParts.losses(run, fitted.verdict()),
                        fitted.verdict().words()),
                folder);
    }

    @Override
    public Optional<LiveReader> reader(RunPoint point) {
        return interactions.reader(point);
    }
}
