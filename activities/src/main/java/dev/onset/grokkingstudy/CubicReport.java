package dev.onset.grokkingstudy;

import dev.onset.contracts.StudySpec;
import dev.onset.grokking.CubicChecks;
import dev.onset.grokking.CubicTransition;
import dev.onset.grokking.EnsembleSummary;
import dev.onset.grokking.GrokkingCheck;
import dev.onset.grokking.LangevinSettings.Start;
import dev.onset.report.FigureReport;
import dev.onset.report.FigureReport.Figure;
import dev.onset.report.FigureReport.KeyFigure;
import dev.onset.report.FigureReport.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** What Langevin ensembles of a cubic teacher showed, against the theory. */
final class CubicReport {
    private final CubicEnsembles ensembles;
    private final SortedMap<Double, EnsembleSummary> prior;
    private final SortedMap<Double, EnsembleSummary> aligned;
    private final CubicTransition transition;

    CubicReport(StudySpec spec, GridDriver.Observations observations) {
        ensembles = new CubicEnsembles(spec, observations);
        prior = ensembles.from(Start.PRIOR);
        aligned = ensembles.from(Start.ALIGNED);
        transition = CubicTransition.of(ensembles.sizes());
    }

    FigureReport write() {
        List<GrokkingCheck> all = new ArrayList<>(CubicChecks.theory());
        all.addAll(CubicChecks.ensembles(ensembles.sizes(), prior, aligned));
        List<Line> checks = CheckLines.of(all);
        CubicTheoryFigures theory = new CubicTheoryFigures(ensembles.sizes(), prior);
        CubicRunFigures runs = new CubicRunFigures(ensembles, prior, aligned);
        List<Figure> figures = new ArrayList<>();
        figures.add(theory.actions());
        figures.add(runs.histograms());
        figures.add(theory.densities());
        figures.add(runs.discrepancies());
        figures.add(runs.peaks());
        runs.starts().ifPresent(figures::add);
        figures.add(theory.phases());
        return new FigureReport(
                FigureFit.NAMELESS,
                CheckLines.verdict(checks),
                words(),
                lede(),
                keyFigures(checks),
                figures,
                checks,
                CubicNotes.of(ensembles.sizes(), prior, !aligned.isEmpty()),
                List.of(),
                FigureFit.NOWHERE);
    }

    /** Where the pooled histograms turn, and where the theory has its transition. */
    private String words() {
        List<Double> one = new ArrayList<>();
        List<Double> three = new ArrayList<>();
        prior.forEach(
                (noise, run) -> (run.overlaps().sidePeak().ratio() > CubicChecks.UNIMODAL ? three : one).add(noise));
        String theory = "the theory has a first-order transition at \u03c3\u00b2 = " + number(transition.noise(), 3);
        if (three.isEmpty()) {
            return theory + "; the runs show one peak at every noise";
        }
        return theory + "; the runs show three peaks at \u03c3\u00b2 = "
                + String.join(", ", three.stream().map(v -> Double.toString(v)).toList());
    }

    private String lede() {
        return "Networks of " + Math.round(ensembles.sizes().width()) + " erf units at equilibrium learn z "
                + (ensembles.sizes().eps() < 0 ? "\u2212 " : "+ ")
                + number(Math.abs(ensembles.sizes().eps()), 2)
                + " (z\u00b3 \u2212 3z) from " + Math.round(ensembles.sizes().samples())
                + " examples. As the noise falls, a share of the neurons leaves q = 0 and aligns with the teacher, while the rest"
                + " stay: a mixed phase.";
    }

    private List<KeyFigure> keyFigures(List<Line> checks) {
        EnsembleSummary any = prior.get(prior.firstKey());
        return List.of(
                new KeyFigure("checks passed", CheckLines.passed(checks) + " of " + checks.size(), "table below"),
                new KeyFigure("transition, \u03c3\u00b2", number(transition.noise(), 4), "closed form"),
                new KeyFigure(
                        "transition, u", number(transition.u(), 2), "spinodal " + number(transition.spinodal(), 1)),
                new KeyFigure("aligned overlap |q*|", number(transition.overlap(), 3), "far minima at the transition"),
                new KeyFigure(
                        "networks",
                        Integer.toString(any == null ? 0 : any.members()),
                        "at each of " + prior.size() + " noises, each with its own data"));
    }

    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
