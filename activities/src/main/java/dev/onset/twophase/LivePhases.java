package dev.onset.twophase;

import dev.onset.kind.LivePages;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import dev.onset.phases.PhaseDetector;
import dev.onset.phases.PhaseSeries;
import dev.onset.phases.PhaseVerdict;
import dev.onset.report.AxesPanel;
import dev.onset.report.Figure;
import dev.onset.report.Provenance;
import dev.onset.twophase.RunReading.OutputReading;
import dev.onset.twophase.report.LiveFigures;
import dev.onset.twophase.report.ReportParts.ControlPath;
import dev.onset.twophase.report.ReportParts.OutputResult;
import dev.onset.twophase.report.TwoPhaseReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The two-phase study while it goes on: losses, centroid, strength by order, of the checkpoints so far and by the very figures of
 * its report. What needs the whole run, and what costs more than a look is worth, is left to the fit.
 */
final class LivePhases implements LivePages {
    private final StudyDocument study;
    private final TwoPhase experiment;
    private final CheckpointReadings read;

    LivePhases(StudyDocument study, CheckpointReadings read) {
        this.study = study;
        this.read = read;
        this.experiment = study.experiment(TwoPhase.class);
    }

    @Override
    public List<Figure> soFar(StageContext context, List<ObservedRun> runs, Path folder) throws IOException {
        Optional<ObservedRun> own = runs.stream()
                .filter(run -> variant(run.point()).control().isEmpty())
                .findFirst();
        if (own.isEmpty()) {
            return List.of();
        }
        List<ControlPath> controls = new ArrayList<>();
        for (ObservedRun run : runs) {
            if (variant(run.point()).control().isPresent()) {
                controls.addAll(PhaseFit.controlPaths(reading(context, run, folder)));
            }
        }
        return LiveFigures.of(
                report(reading(context, own.get(), folder), controls),
                experiment.checkpoints().lastStep());
    }

    /** The centroid of a run, or of a control. */
    @Override
    public Optional<AxesPanel> glance(StageContext context, ObservedRun run, Path folder) throws IOException {
        RunReading reading = reading(context, run, folder);
        return Optional.of(LiveFigures.glance(
                run.point().name(),
                reading.steps(),
                reading.outputs().get(0).centroids(),
                experiment.checkpoints().lastStep()));
    }

    private Variant variant(RunPoint point) {
        return Variant.named(experiment, point.name());
    }

    private TwoPhaseReport report(RunReading run, List<ControlPath> controls) {
        List<OutputResult> outputs = new ArrayList<>();
        List<PhaseVerdict> verdicts = new ArrayList<>();
        for (OutputReading output : run.outputs()) {
            PhaseSeries series = PhaseFit.series(run, output);
            PhaseVerdict verdict = PhaseDetector.detect(
                    series, experiment.detector(), 0, study.spec().seed());
            verdicts.add(verdict);
            outputs.add(new OutputResult(
                    output.output().name(),
                    PhaseFit.name(output.output()),
                    output.output().isLinear(experiment.data().classes()),
                    PhaseFit.strengths(output),
                    output.meanEffect(),
                    verdict.turn().centroid(),
                    verdict.turn().low(),
                    verdict.turn().high(),
                    verdict.turn().tStar().map(FitParts::estimate),
                    verdict.turn().fall().map(FitParts::estimate),
                    verdict.turn().rise().map(FitParts::estimate),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()));
        }
        PhaseVerdict main = verdicts.get(0);
        return new TwoPhaseReport(
                PhaseFit.identity(study),
                FitParts.verdict(main.verdict()),
                main.words(),
                List.of(),
                run.steps(),
                outputs,
                FitParts.losses(run, main),
                controls,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Provenance.unknown(),
                List.of(),
                Optional.empty());
    }

    private RunReading reading(StageContext context, ObservedRun run, Path folder) throws IOException {
        CheckpointReader reader =
                new CheckpointReader(run, experiment.observation().spectrum(), context.blobs(), folder);
        List<RunReading> checkpoints = new ArrayList<>();
        for (int t = 0; t < reader.checkpoints(); t++) {
            checkpoints.add(read.at(reader, t, experiment));
        }
        return RunReading.together(checkpoints);
    }
}
