package dev.onset.meanfield;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.phases.PhaseVerdict.Verdict;
import dev.onset.report.Check;
import dev.onset.report.Check.Tally;
import dev.onset.report.Figure;
import dev.onset.report.FigureReport;
import dev.onset.report.FigureReport.KeyFigure;
import dev.onset.report.Fmt;
import dev.onset.report.Section.Notes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What the flows of a mean-field study showed. */
final class MeanFieldReport {
    private final MeanFieldFindings findings;

    MeanFieldReport(StudySpec spec, Observations observations) {
        findings = new MeanFieldFindings(spec, observations);
    }

    FigureReport write() {
        List<Check> checks = new MeanFieldChecks(findings).all();
        List<Figure> figures = new ArrayList<>(new FlowFigures(findings).all());
        figures.addAll(new FactorFigures(findings).all());
        return FigureReport.of(Tally.of(checks).words(), words(), lede(), keyFigures(checks), figures, checks, notes());
    }

    private FlowGroup widest() {
        return findings.populations.get(0);
    }

    private String words() {
        FlowGroup wide = widest();
        boolean ordered = wide.paths().stream().allMatch(FlowPath::ordered);
        String orders = ordered
                ? "orders are learned one after the other, half of each by time " + halves(wide)
                : "not every seed learns the orders one after the other";
        OptionalDouble best = findings.sample.median(path -> OptionalDouble.of(path.times[path.best()]));
        return orders + "; on a training set with label noise the test error is lowest at time "
                + Fmt.found(best.orElse(0));
    }

    private static String halves(FlowGroup group) {
        StringBuilder out = new StringBuilder();
        for (int k = 0; k < group.settings().teacher().size(); k++) {
            OptionalDouble half = group.half(k);
            out.append(k > 0 ? " / " : "").append(half.isPresent() ? Fmt.found(half.getAsDouble()) : Fmt.NONE);
        }
        return out.toString();
    }

    private String lede() {
        FlowGroup sample = findings.sample;
        long gaps = sample.paths().stream().filter(FlowPath::gapExists).count();
        return "Two-layer networks of tanh neurons as particles in the mean-field limit learn a teacher on {\u22121, 1}^"
                + findings.study.problem().inputs() + ". On "
                + sample.settings().points() + " points with label noise "
                + Fmt.plain(sample.settings().noise()) + " a gap of test and training loss opens in " + gaps + " of "
                + sample.paths().size() + " seeds"
                + findings.noiseless()
                        .map(group -> "; without noise in "
                                + group.paths().stream()
                                        .filter(FlowPath::gapExists)
                                        .count()
                                + " of " + group.paths().size() + ".")
                        .orElse(".");
    }

    private List<KeyFigure> keyFigures(List<Check> checks) {
        FlowGroup sample = findings.sample;
        return List.of(
                new KeyFigure("checks passed", Tally.of(checks).held() + " of " + checks.size(), "table below"),
                new KeyFigure(
                        "half learned, by order",
                        halves(widest()),
                        "time; population flow, N = " + widest().settings().neurons()),
                new KeyFigure(
                        "lowest test error",
                        Fmt.fixed(sample.mean(path -> path.cleanErrors[path.best()]), 3),
                        "with label noise; "
                                + Fmt.fixed(sample.mean(path -> path.cleanErrors[path.cleanErrors.length - 1]), 3)
                                + " at the end"),
                new KeyFigure(
                        "gap opens",
                        sample.onset().isPresent() ? Fmt.found(sample.onset().getAsDouble()) : Fmt.NONE,
                        "time, median of " + sample.paths().size() + " seeds"));
    }

    /** What the detector says on each of its two readings, whatever that is. */
    private String detected() {
        List<FlowPath> paths =
                findings.all().stream().flatMap(group -> group.paths().stream()).toList();
        long dividends = paths.stream()
                .filter(path -> path.verdict.verdict() != Verdict.NONE)
                .count();
        long spectra = findings.all().stream()
                .filter(group -> group.spectrum().verdict() != Verdict.NONE)
                .count();
        return "The detector is that of the deep studies, with its thresholds. On dividends it calls " + dividends
                + " of "
                + paths.size() + " flows two-phase, on the order spectrum " + spectra + " of "
                + findings.all().size()
                + " groups of them. The two readings weigh orders differently: a dividend of order k has (\u22122)^k before it, so that"
                + " traces of energy at high orders, which a flow has while f is still small, count there and not in the"
                + " spectrum, where orders rise one by one from order 1 and nothing falls first. A fall of the dividends is"
                + " therefore no first phase of learning here.";
    }

    private List<Notes> notes() {
        FlowGroup sample = findings.sample;
        return List.of(
                new Notes(
                        "limits",
                        "What this does not show",
                        List.of(
                                "Label noise brings energy in at orders 4 to 7, which the teacher does not have: "
                                        + Fmt.percent(sample.mean(path -> path.lastStrayShare(4, 7)))
                                        + " of the energy outside the teacher\u2019s terms at the end, against "
                                        + Fmt.percent(sample.mean(path -> path.lastStrayShare(0, 3)))
                                        + " at orders up to 3. This is not the spindle of middle orders that freshly initialised deep"
                                        + " networks show, and the two must not be taken for each other: these flows begin at f = 0, with"
                                        + " no interactions at all.",
                                "Whether a gap exists is decided by the detector\u2019s rule, on each seed\u2019s own points. Training and"
                                        + " test points differ in the size of their labels, so the gap at the start is not 0 in one seed;"
                                        + " its growth is held against a bootstrap interval that is wide with so few points.",
                                detected(),
                                "A population flow has no test set and so no gap of test and training loss.",
                                "On the full cube the order spectrum is the same at every vertex: its intervals come from seeds alone.",
                                "A half-learning time depends on the initial particles; orders above 3 vary by a fifth at N = 300.")),
                new Notes(
                        "symbols",
                        "Symbols",
                        List.of(
                                "f(x) = (1/N) \u03a3 a tanh(w\u00b7x + \u03b2); particles (a, w, \u03b2) follow the gradient of E (f \u2212"
                                        + " y)\u00b2/2 + (\u03bb/2)|\u03b8|\u00b2 by Euler\u2019s method; E is over the whole cube (population) or over the"
                                        + " training points.",
                                "Initial state: pairs with opposite a, so that f = 0; w ~ N(0, 1/n), \u03b2 ~ N(0, 1), |a| = 1. Without"
                                        + " biases tanh is odd and even orders stall.",
                                "Energy of order k: \u03a3 of squared Fourier coefficients over sets of k inputs, from one fast Walsh-Hadamard"
                                        + " transform.",
                                "Dividends at a vertex x* with baseline \u2212x*, v = sign(y(x*)) f: I(T) = sign(y(x*)) (\u22122)^|T| \u03a3 over S"
                                        + " \u2287 T of \u03c7_S(\u2212x*) f\u0302_S; those of at least .03 mean |v(N) \u2212 v(\u2205)| count.")));
    }
}
