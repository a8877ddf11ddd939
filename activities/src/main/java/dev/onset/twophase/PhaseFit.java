package dev.onset.twophase;

import dev.onset.data.Split;
import dev.onset.evaluate.Cut;
import dev.onset.game.ObservationSpec;
import dev.onset.game.SpectrumSpec;
import dev.onset.interactions.OrderStrengths;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.phases.LiveVerdict;
import dev.onset.phases.Nulls;
import dev.onset.phases.PhaseDetector;
import dev.onset.phases.PhaseSeries;
import dev.onset.phases.PhaseVerdict;
import dev.onset.phases.Sensitivities;
import dev.onset.report.Provenance;
import dev.onset.twophase.CheckpointReader.ObservedSample;
import dev.onset.twophase.RunReading.OutputReading;
import dev.onset.twophase.report.ReportParts.ControlPath;
import dev.onset.twophase.report.ReportParts.Identity;
import dev.onset.twophase.report.ReportParts.NullResult;
import dev.onset.twophase.report.ReportParts.OutputResult;
import dev.onset.twophase.report.ReportParts.Sensitivity;
import dev.onset.twophase.report.ReportParts.SolverFacts;
import dev.onset.twophase.report.ReportParts.SparseRange;
import dev.onset.twophase.report.ReportParts.SparsityCurve;
import dev.onset.twophase.report.SampleDrawing;
import dev.onset.twophase.report.SpectrumPart;
import dev.onset.twophase.report.Strengths;
import dev.onset.twophase.report.TwoPhaseReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what was observed of all runs, decides, and leaves everything a report says. Nothing in it names the study: a study
 * with other words and the same numbers reuses it.
 */
final class PhaseFit {
    private static final int DRAWN_SAMPLES = 2;
    private static final int NULL_TRIALS = 400;

    private final StudyDocument study;
    private final TwoPhase experiment;
    private final Split split;
    private final StageProgress progress;
    private final RunMetrics metrics;

    private PhaseFit(StudyDocument study, Split split, StageProgress progress, RunMetrics metrics) {
        this.study = study;
        this.experiment = study.experiment(TwoPhase.class);
        this.split = split;
        this.progress = progress;
        this.metrics = metrics;
    }

    static StageProduct fit(
            StageContext context,
            StudyDocument study,
            Split split,
            List<ObservedRun> runs,
            Path folder,
            StageProgress progress)
            throws IOException {
        SpectrumSpec spectrum = study.experiment(TwoPhase.class).observation().spectrum();
        List<CheckpointReader> readers = runs.stream()
                .map(run -> new CheckpointReader(run, spectrum, context.blobs(), folder))
                .toList();
        RunMetrics metrics =
                context.metrics().run(study.spec().study(), runs.get(0).point().name());
        TwoPhaseReport report = new PhaseFit(study, split, progress, metrics).report(readers);
        return ReportFile.FIT.write(report, folder);
    }

    /** Number of players of every sample. */
    static int players(TwoPhase experiment) {
        return experiment.observation().players().number(experiment.data().features());
    }

    private TwoPhaseReport report(List<CheckpointReader> readers) throws IOException {
        CheckpointReader main = readers.get(0);
        RunReading run = RunReading.of(main, experiment, progress);
        PhaseVerdict provisional = detect(run, run.outputs().get(0), 0);
        Set<Integer> shown = shown(run, provisional);
        List<SparseRange> ranges = EquallySparse.of(
                main, experiment.observation(), provisional.turn().centroid(), shown, progress);
        List<PhaseVerdict> verdicts = new ArrayList<>();
        for (OutputReading output : run.outputs()) {
            // the range is that of the first output, whose verdict counts
            verdicts.add(detect(run, output, verdicts.isEmpty() ? EquallySparse.widest(ranges) : 0));
        }
        PhaseVerdict verdict = verdicts.get(0);
        long lastStep = run.steps()[run.steps().length - 1];
        metrics.gauge(
                Gauges.PHASE,
                lastStep,
                0,
                LiveVerdict.phase(verdict.turn(), experiment.detector()).ordinal());
        long seed = study.spec().seed();
        TheoryPart.Fitted theory =
                TheoryPart.of(main, run, Math.max(0, verdict.turn().lowest()), progress);
        return new TwoPhaseReport(
                identity(study),
                FitParts.verdict(verdict.verdict()),
                verdict.words(),
                verdict.criteria().stream().map(FitParts::criterion).toList(),
                run.steps(),
                outputs(run, verdicts, ranges),
                FitParts.losses(run, verdict),
                controls(readers),
                sparsity(main, run, shown),
                drawings(main, run, shown),
                run.outputs().stream().map(this::solver).toList(),
                sensitivity(run, verdicts, EquallySparse.widest(ranges)),
                nulls(run, verdict),
                theory.theory(),
                TheoryPart.ratios(),
                new Generalisation(experiment, seed).similarities(readers, run.steps(), shown),
                Generalisation.labelGroups(main, run.outputs().get(0), run.steps(), shown),
                List.of(),
                new Provenance("", "", List.of()),
                Stream.concat(remarks(run, verdicts).stream(), theory.remarks().stream())
                        .toList(),
                spectrum(readers, run, verdict));
    }

    private Optional<SpectrumPart> spectrum(List<CheckpointReader> readers, RunReading run, PhaseVerdict verdict)
            throws IOException {
        if (!experiment.observation().spectrum().asked()) {
            return Optional.empty();
        }
        SpectrumPart part = new SpectrumFit(experiment, study.spec().seed(), split, progress)
                .fit(readers, run)
                .part();
        return Optional.of(part.beside(FitParts.verdict(verdict.verdict()).id()));
    }

    /** The study, as far as it has no name. */
    static Identity identity(StudyDocument study) {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        ObservationSpec observation = experiment.observation();
        return new Identity(
                "",
                "",
                "",
                study.spec().seed(),
                true,
                false,
                players(experiment),
                observation.trainSamples().count(),
                observation.testSamples().count(),
                observation.players().cut().map(Cut::tensor).orElse(""));
    }

    private PhaseVerdict detect(RunReading run, OutputReading output, double equallySparseRange) {
        progress.alive("detecting on " + name(output.output()));
        return PhaseDetector.detect(
                series(run, output),
                experiment.detector(),
                equallySparseRange,
                study.spec().seed());
    }

    static PhaseSeries series(RunReading run, OutputReading output) {
        return new PhaseSeries(run.steps(), output.totals(), run.trainLosses(), run.testLosses());
    }

    private List<OutputResult> outputs(RunReading run, List<PhaseVerdict> verdicts, List<SparseRange> ranges) {
        List<OutputResult> results = new ArrayList<>();
        int players = players(experiment);
        double[] gaussian = InitialShares.gaussian(
                players, experiment.observation(), study.spec().seed());
        for (int o = 0; o < verdicts.size(); o++) {
            OutputReading output = run.outputs().get(o);
            PhaseVerdict verdict = verdicts.get(o);
            results.add(new OutputResult(
                    output.output().name(),
                    name(output.output()),
                    output.output().isLinear(experiment.data().classes()),
                    strengths(output),
                    output.meanEffect(),
                    verdict.turn().centroid(),
                    verdict.turn().low(),
                    verdict.turn().high(),
                    verdict.turn().tStar().map(FitParts::estimate),
                    verdict.turn().fall().map(FitParts::estimate),
                    verdict.turn().rise().map(FitParts::estimate),
                    o == 0 ? ranges : List.of(),
                    Optional.of(InitialShares.spindle(players)),
                    Optional.of(gaussian)));
        }
        return results;
    }

    static String name(ObservationSpec.Output output) {
        return switch (output) {
            case LOG_ODDS -> "log-odds";
            case RUNNER_UP_MARGIN -> "runner-up margin";
            case VALUE -> "value";
            case MEAN_MARGIN -> "mean margin";
        };
    }

    private static String shortName(ObservationSpec.Output output) {
        return name(output).replace(" margin", "");
    }

    static Strengths strengths(OutputReading output) {
        int checkpoints = output.strengths().length;
        double[][][] parts = new double[4][checkpoints][];
        for (int t = 0; t < checkpoints; t++) {
            OrderStrengths mean = output.mean(t);
            parts[0][t] = FitParts.fromFirstOrder(mean.andPositive());
            parts[1][t] = FitParts.fromFirstOrder(mean.andNegative());
            parts[2][t] = FitParts.fromFirstOrder(mean.orPositive());
            parts[3][t] = FitParts.fromFirstOrder(mean.orNegative());
        }
        return new Strengths(parts[0], parts[1], parts[2], parts[3]);
    }

    private List<ControlPath> controls(List<CheckpointReader> readers) throws IOException {
        List<ControlPath> controls = new ArrayList<>();
        for (CheckpointReader reader : readers.subList(1, readers.size())) {
            controls.addAll(controlPaths(RunReading.of(reader, experiment, progress)));
        }
        return controls;
    }

    /** The centroid of a control, output by output. */
    static List<ControlPath> controlPaths(RunReading control) {
        return control.outputs().stream()
                .map(output -> new ControlPath(
                        control.name() + ", " + shortName(output.output()),
                        output.output().name(),
                        control.steps(),
                        output.centroids()))
                .toList();
    }

    /** First, turning and last checkpoint. */
    private static Set<Integer> shown(RunReading run, PhaseVerdict verdict) {
        Set<Integer> shown = new LinkedHashSet<>();
        shown.add(0);
        if (verdict.turn().lowest() >= 0) {
            shown.add(verdict.turn().lowest());
        }
        shown.add(run.steps().length - 1);
        return shown;
    }

    private List<SparsityCurve> sparsity(CheckpointReader main, RunReading run, Set<Integer> shown) throws IOException {
        List<SparsityCurve> curves = new ArrayList<>();
        OutputReading output = run.outputs().get(0);
        for (int t : shown) {
            curves.add(
                    Sparsity.curve(main.samples(t), 0, output.output().name(), run.steps()[t], output.threshold()[t]));
        }
        return curves;
    }

    /** The first samples of both splits, at the turn and at the end. */
    private List<SampleDrawing> drawings(CheckpointReader main, RunReading run, Set<Integer> shown) throws IOException {
        List<Integer> checkpoints = new ArrayList<>(shown);
        List<SampleDrawing> drawings = new ArrayList<>();
        ObservationSpec spec = experiment.observation();
        for (int t : checkpoints.subList(Math.min(1, checkpoints.size() - 1), checkpoints.size())) {
            List<ObservedSample> samples = main.samples(t);
            for (int i = 0; i < samples.size(); i++) {
                int inPart = spec.isTraining(i) ? i : i - spec.trainSamples().count();
                if (inPart < DRAWN_SAMPLES) {
                    drawings.add(Drawings.of(
                            samples.get(i),
                            0,
                            run.steps()[t],
                            split,
                            experiment.data(),
                            experiment.observation().baseline()));
                }
            }
        }
        return drawings;
    }

    private SolverFacts solver(OutputReading output) {
        return new SolverFacts(
                output.output().name(),
                experiment.observation().noise() == 0
                        ? "sparse AND-OR, exact matching, certified"
                        : "sparse AND-OR with noise bound, certified",
                experiment.observation().tolerance(),
                output.gaps().getPercentile(50),
                output.gaps().getMax(),
                output.iterations().getPercentile(50),
                output.iterations().getMax(),
                output.largestResidual()[0]);
    }

    private List<Sensitivity> sensitivity(RunReading run, List<PhaseVerdict> verdicts, double equallySparseRange) {
        List<Sensitivity> rows = new ArrayList<>();
        Sensitivities.of(
                        series(run, run.outputs().get(0)),
                        experiment.detector(),
                        equallySparseRange,
                        study.spec().seed())
                .forEach(row -> rows.add(FitParts.sensitivity(row)));
        for (int o = 1; o < verdicts.size(); o++) {
            rows.add(FitParts.sensitivity("output " + name(run.outputs().get(o).output()), verdicts.get(o)));
        }
        return rows;
    }

    private List<NullResult> nulls(RunReading run, PhaseVerdict verdict) {
        return Nulls.of(
                        series(run, run.outputs().get(0)),
                        verdict,
                        experiment.detector(),
                        NULL_TRIALS,
                        study.spec().seed())
                .stream()
                .map(FitParts::nullResult)
                .toList();
    }

    private List<String> remarks(RunReading run, List<PhaseVerdict> verdicts) {
        List<String> remarks = new ArrayList<>(verdicts.get(0).remarks());
        if (verdicts.get(0).gap().isPresent() && !verdicts.get(0).generalised()) {
            remarks.add("The network did not generalise: its lowest test loss stayed above "
                    + String.format(
                            Locale.ROOT, "%.0f", 100 * experiment.detector().generalised())
                    + " % of its initial one.");
        }
        if (experiment.data().labelNoise() > 0) {
            remarks.add("Labels of training and test examples were corrupted alike, with probability "
                    + experiment.data().labelNoise() + ".");
        }
        if (run.outputs().get(0).output() != ObservationSpec.Output.LOG_ODDS) {
            remarks.add("The verdict rests on the " + name(run.outputs().get(0).output()) + ", not on the log-odds.");
        }
        return remarks;
    }
}
