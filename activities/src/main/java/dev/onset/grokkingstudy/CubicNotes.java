package dev.onset.grokkingstudy;

import dev.onset.grokking.AdaptiveKernel;
import dev.onset.grokking.CubicChecks;
import dev.onset.grokking.CubicSettings;
import dev.onset.grokking.CubicSolution;
import dev.onset.grokking.CubicTransition;
import dev.onset.grokking.EnsembleSummary;
import dev.onset.report.FigureReport.Notes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What a study of the cubic teacher does not show, and where the paper's print is corrected, with the evidence. */
final class CubicNotes {
    private static final double PAPER_EPS = -0.3;
    private static final double SIDE_PEAKS_APART = 0.1;

    private CubicNotes() {}

    static List<Notes> of(CubicSettings sizes, SortedMap<Double, EnsembleSummary> runs, boolean twoStarts) {
        return List.of(
                new Notes("limits", "What this does not show", limits(sizes, runs, twoStarts)),
                new Notes("corrections", "Corrections to the paper\u2019s print (arXiv 2310.03789)", corrections()));
    }

    private static List<String> limits(
            CubicSettings sizes, SortedMap<Double, EnsembleSummary> runs, boolean twoStarts) {
        List<String> items = new ArrayList<>(
                List.of(
                        "The sharp drop of the test loss in training time that the paper\u2019s appendix shows (50 networks, 7 million"
                                + " epochs at full size) was not reached at this size: nothing here is about the moment in training.",
                        "First order means that distinct minima cross in depth with a barrier between them and then stay pinned at equal"
                                + " depth. No hysteresis is claimed"
                                + (twoStarts ? ", and none was found: both starts reach the same equilibrium." : "."),
                        "The transition is sharp as \u03b2 \u2192 \u221e. At a finite size aligned neurons appear on either side of it, and the"
                                + " pooled histogram turns trimodal below it.",
                        "Data sets differ more than anything else: a single seed can be off by .06 in b. No single seed is judged."));
        runs.forEach((noise, run) -> {
            double ratio = run.overlaps().sidePeak().ratio();
            if (ratio > CubicChecks.UNIMODAL && run.sidePeakLow() <= CubicChecks.UNIMODAL) {
                items.add("At \u03c3\u00b2 = " + noise + " the side peak is weak: " + CubicReport.number(ratio, 2)
                        + " times the trough in the pooled density, but " + CubicReport.number(run.sidePeakLow(), 2)
                        + " at the 5 % quantile when networks are resampled.");
            }
        });
        sidePeaks(sizes, runs).ifPresent(items::add);
        return items;
    }

    /** Where theory and runs part visibly: the place of the side peaks at the lowest noise. */
    private static Optional<String> sidePeaks(CubicSettings sizes, SortedMap<Double, EnsembleSummary> runs) {
        double noise = runs.firstKey();
        double measured = runs.values().iterator().next().overlaps().sidePeak().q();
        CubicSolution theory = new AdaptiveKernel().solve(sizes.withNoise(noise));
        return theory.farMinimum()
                .filter(far -> measured > 0 && Math.abs(far.q() - measured) > SIDE_PEAKS_APART)
                .map(
                        far -> "At \u03c3\u00b2 = " + noise + " the side peaks of the networks lie at |q| = "
                                + CubicReport.number(measured, 2) + ", those of the theory at "
                                + CubicReport.number(far.q(), 2)
                                + ": the mean field of the trained size overstates how far aligned neurons go. No check is on it.");
    }

    private static List<String> corrections() {
        CubicTransition corrected = CubicTransition.of(CubicSettings.base(PAPER_EPS, 1));
        CubicTransition printed = CubicTransition.asPrinted(CubicSettings.base(PAPER_EPS, 1));
        return List.of(
                "The first entry of the kernel holds 4 q\u00b2/(\u03c0A), printed is 2. With 4 the transition at \u03b5 = \u2212.3 lies at"
                        + " \u03c3\u00b2 = " + CubicReport.number(corrected.noise(), 3) + ", u = "
                        + CubicReport.number(corrected.u(), 1)
                        + ", where the paper\u2019s own figure has it; with 2 at \u03c3\u00b2 = "
                        + CubicReport.number(printed.noise(), 3) + ", u = " + CubicReport.number(printed.u(), 1) + ".",
                "The closure of the adaptive-kernel equations carries the factor \u03c3\u00b2/n, which the print leaves out: without it"
                        + " the discrepancy would not tend to the teacher as the kernel vanishes.",
                "The noise of the Langevin dynamics is \u221a2 \u03c3, not 2\u03c3: only then is exp(\u2212|y\u2212f|\u00b2/(2\u03c3\u00b2)) times the"
                        + " priors its equilibrium. The runs above use it and lie where the checks say.",
                "The test error of the mean predictor is b\u00b2 + 6c\u00b2 (H3 has norm 6). It is drawn, and is no check: a finite"
                        + " network adds the scatter of its own data.");
    }
}
