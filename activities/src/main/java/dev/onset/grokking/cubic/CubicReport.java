package dev.onset.grokking.cubic;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.report.Check;
import dev.onset.report.Check.Tally;
import dev.onset.report.Figure;
import dev.onset.report.FigureReport;
import dev.onset.report.FigureReport.KeyFigure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What Langevin ensembles of a cubic teacher showed, against the theory. */
final class CubicReport {
    private final CubicFindings findings;

    CubicReport(StudySpec spec, Observations observations) {
        findings = new CubicFindings(spec, observations);
    }

    FigureReport write() {
        List<Check> checks = findings.checks();
        CubicTheoryFigures theory = new CubicTheoryFigures(findings.sizes(), findings.prior);
        CubicRunFigures runs = new CubicRunFigures(findings);
        List<Figure> figures = new ArrayList<>();
        figures.add(theory.actions());
        figures.add(runs.histograms());
        figures.add(theory.densities());
        figures.add(runs.discrepancies());
        figures.add(runs.peaks());
        runs.starts().ifPresent(figures::add);
        figures.add(theory.phases());
        return FigureReport.of(
                Tally.of(checks).words(),
                words(),
                lede(),
                keyFigures(checks),
                figures,
                checks,
                CubicNotes.of(findings, runs.lost()));
    }

    /** Where the pooled histograms turn, and where the theory has its transition. */
    private String words() {
        String theory =
                "the theory has a first-order transition at \u03c3\u00b2 = " + number(findings.transition.noise(), 3);
        List<String> peaks = new ArrayList<>();
        findings.peaked()
                .forEach((noise, run) ->
                        peaks.add(noise + " (|q| = " + number(run.sidePeak().q(), 2) + ")"));
        return peaks.isEmpty()
                ? theory + "; the runs show one peak at every noise"
                : theory + "; the runs show three peaks at \u03c3\u00b2 = " + String.join(", ", peaks);
    }

    private String lede() {
        return "Networks of " + Math.round(findings.sizes().width()) + " erf units at equilibrium learn z "
                + (findings.sizes().eps() < 0 ? "\u2212 " : "+ ")
                + number(Math.abs(findings.sizes().eps()), 2)
                + " (z\u00b3 \u2212 3z) from " + Math.round(findings.sizes().samples()) + " examples. " + mixed()
                + agreement();
    }

    private String mixed() {
        if (findings.peaked().isEmpty()) {
            return "At no noise of these runs does a share of the neurons stand apart from q = 0.";
        }
        return "From \u03c3\u00b2 = " + findings.peaked().lastKey()
                + " downwards a share of the neurons has left q = 0 and is aligned with the teacher, while the rest stay: a mixed"
                + " phase.";
    }

    private String agreement() {
        Tally means = findings.means();
        if (!means.tested()) {
            return " No bounds exist for runs of these sizes: they stand beside the theory and are not judged.";
        }
        Tally shapes = findings.shapes();
        return " Of " + means.of() + " comparisons of the runs with the theory " + held(means) + "; of " + shapes.of()
                + " bounds on their side peaks " + held(shapes) + ".";
    }

    private static String held(Tally tally) {
        return tally.agrees() ? "all hold" : tally.of() - tally.held() + " failed";
    }

    private List<KeyFigure> keyFigures(List<Check> checks) {
        CubicTransition transition = findings.transition;
        return List.of(
                new KeyFigure("checks passed", Tally.of(checks).held() + " of " + checks.size(), "table below"),
                new KeyFigure("transition, \u03c3\u00b2", number(transition.noise(), 4), "closed form"),
                new KeyFigure(
                        "transition, u", number(transition.u(), 2), "spinodal " + number(transition.spinodal(), 1)),
                new KeyFigure("aligned overlap |q*|", number(transition.overlap(), 3), "far minima at the transition"),
                new KeyFigure(
                        "networks",
                        Integer.toString(findings.prior.values().stream()
                                .mapToInt(EnsembleSummary::members)
                                .min()
                                .orElse(0)),
                        "at each of " + findings.prior.size() + " noises, each with its own data"));
    }

    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
