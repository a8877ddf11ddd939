package dev.onset.grokking.cubic;

import dev.onset.report.Check.Tally;
import dev.onset.report.Section.Notes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the symbols mean, what a study of the cubic teacher does not show, and the corrections with their evidence. */
final class CubicNotes {
    private static final double PAPER_EPS = -0.3;
    private static final double PAPER_NOISE = 0.3;
    private static final double SIDE_PEAKS_APART = 0.1;

    private final CubicFindings findings;
    private final OptionalDouble lost;

    private CubicNotes(CubicFindings findings, OptionalDouble lost) {
        this.findings = findings;
        this.lost = lost;
    }

    /**
     * The notes.
     *
     * @param lost the noise below which no theory could be drawn, if any
     */
    static List<Notes> of(CubicFindings findings, OptionalDouble lost) {
        CubicNotes notes = new CubicNotes(findings, lost);
        return List.of(
                new Notes("limits", "What this does not show", notes.limits()),
                new Notes("symbols", "Symbols", symbols()),
                new Notes("phase-by-noise", "Phases by noise", notes.phases()),
                new Notes(
                        "corrections",
                        "Corrections to the paper\u2019s print (arXiv 2310.03789)",
                        notes.corrections()));
    }

    private List<String> limits() {
        List<String> items = new ArrayList<>(
                List.of(
                        "The sharp drop of the test loss in training time that the paper\u2019s appendix shows (50 networks, 7 million"
                                + " epochs at full size) was not reached at this size: nothing here is about the moment in training.",
                        "First order means that distinct minima cross in depth with a barrier between them and then stay pinned at equal"
                                + " depth. " + hysteresis(),
                        "The transition is sharp as \u03b2 \u2192 \u221e. At a finite size aligned neurons appear on either side of it.",
                        "Data sets differ more than anything else: a single seed can be off by .06 in b. No single seed is judged."));
        if (!findings.judged()) {
            items.add(
                    "The bounds for runs belong to \u03b5 = \u2212.3 at an eighth of the paper\u2019s size (n = 375, N = 88, d = 53);"
                            + " at other sizes the theory and the agreement of two starts are checked, and nothing else.");
        }
        lost.ifPresent(noise -> items.add("Lines of the theory end at \u03c3\u00b2 = " + noise
                + ": below it the equations could not be solved. No point was made up."));
        findings.prior.forEach((noise, run) -> {
            if (run.sidePeak().stands() && run.sidePeakLow() <= CubicChecks.UNIMODAL) {
                items.add("At \u03c3\u00b2 = " + noise + " the side peak is weak: "
                        + CubicReport.number(run.sidePeak().ratio(), 2)
                        + " times the trough in the pooled density, but " + CubicReport.number(run.sidePeakLow(), 2)
                        + " at the 5 % quantile when networks are resampled.");
            }
        });
        sidePeaks().ifPresent(items::add);
        return items;
    }

    /** What two starts say, from their checks. */
    private String hysteresis() {
        Tally tally = Tally.of(findings.starts);
        if (!tally.tested()) {
            return "No hysteresis is claimed, and nothing here tests for it: no run began aligned.";
        }
        List<String> met = new ArrayList<>();
        List<String> apart = new ArrayList<>();
        findings.aligned.forEach((noise, other) -> Optional.ofNullable(findings.prior.get(noise))
                .ifPresent(run -> (Math.abs(other.b() - run.b()) <= CubicChecks.SAME_B ? met : apart)
                        .add("at \u03c3\u00b2 = " + noise + " b is " + CubicReport.number(other.b(), 3)
                                + " from an aligned start and " + CubicReport.number(run.b(), 3) + " from the prior")));
        String bound = CubicReport.number(CubicChecks.SAME_B, 2);
        if (tally.agrees()) {
            return "No hysteresis is claimed, and none was found where it was looked for: " + String.join(", ", met)
                    + ", equal within " + bound + ".";
        }
        return "No hysteresis is claimed, but two starts did not meet: " + String.join(", ", apart) + ", more than "
                + bound
                + " apart. There the runs are not at equilibrium, and what they show depends on where they began."
                + (met.isEmpty() ? "" : " They met " + String.join(", ", met) + ".");
    }

    /** Where theory and runs part visibly: the place of the side peaks at the lowest noise. */
    private Optional<String> sidePeaks() {
        double noise = findings.prior.firstKey();
        double measured = findings.prior.values().iterator().next().sidePeak().q();
        CubicSolution theory = new AdaptiveKernel().solve(findings.sizes().withNoise(noise));
        return theory.farMinimum()
                .filter(far -> measured > 0 && Math.abs(far.q() - measured) > SIDE_PEAKS_APART)
                .map(far -> "At \u03c3\u00b2 = " + noise + " the side peaks of the networks lie at |q| = "
                        + CubicReport.number(measured, 2) + ", those of the theory at "
                        + CubicReport.number(far.q(), 2)
                        + ": the mean field of the trained size has aligned neurons elsewhere. No check is on it.");
    }

    private static List<String> symbols() {
        return List.of(
                "The teacher is y = z + \u03b5 (z\u00b3 \u2212 3z), z = w*\u00b7x the input along its direction, d inputs x. A neuron"
                        + " with input weights w has the overlap q = w\u00b7w*; p(q) is the density of q over neurons.",
                "\u03c3\u00b2 is the noise of the posterior exp(\u2212|y\u2212f|\u00b2/(2\u03c3\u00b2)) times the priors, from which networks f of N"
                        + " neurons are drawn given n examples; prior variances are \u03c3w\u00b2/d of an input and \u03c3a\u00b2/N of an"
                        + " output weight.",
                "b and c are what is left to learn: y \u2212 f is b z + c (z\u00b3 \u2212 3z) on average. Nothing learned is b = 1,"
                        + " c = \u03b5; all learned is 0, 0.",
                "S(q) = d [ q\u00b2/(2\u03c3w\u00b2) \u2212 (2u/\u03c0)(q\u00b2/A)(b \u2212 2c q\u00b2/A)\u00b2 ], A = 1 + 2(\u03c3w\u00b2 + q\u00b2), u ="
                        + " n\u00b2\u03c3a\u00b2/(\u03c3\u2074dN), is the action: p(q) is e to the power \u2212S, normalised, so neurons lie at minima of"
                        + " S.",
                "(b, \u221a6 c) = (\u03c3\u00b2/n) [Q + (\u03c3\u00b2/n) I]\u207b\u00b9 (1, \u221a6 \u03b5), Q the kernel that neurons of density p(q)"
                        + " make, closes the theory. \u03b2 scales sizes at fixed u: N by \u03b2, d by \u221a\u03b2.");
    }

    private List<String> phases() {
        List<String> items = new ArrayList<>();
        for (CubicSolution theory : new AdaptiveKernel().path(findings.sizes(), List.copyOf(findings.prior.keySet()))) {
            double noise = theory.settings().noise();
            EnsembleSummary run = findings.prior.get(noise);
            if (run != null) {
                items.add(
                        "\u03c3\u00b2 = " + noise + ": theory " + theory.phase().words() + "; networks: "
                                + modes(run.sidePeak()) + ", " + CubicReport.number(100 * run.far(), 1)
                                + " % of the neurons beyond |q| = .4.");
            }
        }
        items.add(
                "Gaussian (GFL): fewer than one neuron of a network has left q = 0. Mixed (GMFL-I): some have. Specialised"
                        + " (GMFL-II): q = 0 is no minimum any more, or holds fewer than one neuron.");
        return items;
    }

    private static String modes(SidePeak peak) {
        return peak.stands()
                ? "side peaks at |q| = " + CubicReport.number(peak.q(), 2) + ", " + CubicReport.number(peak.ratio(), 2)
                        + " times the trough"
                : "one peak";
    }

    private List<String> corrections() {
        CubicSettings base = CubicSettings.base(PAPER_EPS, PAPER_NOISE);
        CubicTransition corrected = CubicTransition.of(base);
        CubicTransition printed = CubicTransition.asPrinted(base);
        CubicSolution solution = new AdaptiveKernel().solve(base);
        double factor = base.samples() / base.noise();
        NoiseEvidence noise = NoiseEvidence.measure();
        return List.of(
                "The first entry of the kernel holds 4 q\u00b2/(\u03c0A), printed is 2. With 4 the transition at \u03b5 = \u2212.3 lies at"
                        + " \u03c3\u00b2 = " + CubicReport.number(corrected.noise(), 3) + ", u = "
                        + CubicReport.number(corrected.u(), 1)
                        + ", where the paper\u2019s own figure has it; with 2 at \u03c3\u00b2 = "
                        + CubicReport.number(printed.noise(), 3) + ", u = " + CubicReport.number(printed.u(), 1) + ".",
                "The closure of the adaptive-kernel equations carries the factor \u03c3\u00b2/n, which the print leaves out. At the"
                        + " paper\u2019s size and \u03c3\u00b2 = .3 it gives b = " + CubicReport.number(solution.b(), 3)
                        + ", c = "
                        + CubicReport.number(solution.c(), 3) + "; the same right-hand side without it is b = "
                        + CubicReport.number(solution.b() * factor, 0) + ", c = "
                        + CubicReport.number(solution.c() * factor, 0)
                        + ", thousands of times the whole teacher (1, \u2212.3).",
                "The noise of the Langevin dynamics is \u221a2 \u03c3, not 2\u03c3: only then is exp(\u2212|y\u2212f|\u00b2/(2\u03c3\u00b2)) times the"
                        + " priors its equilibrium. Without data neurons must keep their prior, with P(|q| > .4) = "
                        + CubicReport.number(noise.prior(), 3) + " at d = 5: a run with \u221a2 has "
                        + CubicReport.number(noise.corrected(), 3) + ", one with 2 has "
                        + CubicReport.number(noise.printed(), 3) + ". " + borneOut(),
                "The test error of the mean predictor is b\u00b2 + 6c\u00b2 (the mean square of z\u00b3 \u2212 3z is 6). It is drawn, and is no check: a finite"
                        + " network adds the scatter of its own data.");
    }

    /** Whether the runs support the corrected noise, from their comparisons with the theory. */
    private String borneOut() {
        Tally tally = findings.means();
        if (!tally.tested()) {
            return "The runs above use \u221a2; at their sizes no bound exists to test it by.";
        }
        return tally.agrees()
                ? "The runs above use \u221a2, and all " + tally.of() + " of their comparisons with the theory hold."
                : "The runs above use \u221a2, but " + (tally.of() - tally.held()) + " of " + tally.of()
                        + " of their comparisons with the theory failed: they do not bear it out.";
    }
}
