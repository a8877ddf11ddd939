package dev.onset.grokkingstudy;

import dev.onset.report.FigureReport.Notes;
import java.util.ArrayList;
import java.util.List;

/** What a study of modular addition does not show, and where it departs from the paper's print. */
final class ModularNotes {
    private ModularNotes() {}

    static List<Notes> of(boolean standard) {
        List<String> limits = new ArrayList<>(List.of(
                "Theory and training stand beside each other: no number of one is held against the other. The paper\u2019s"
                        + " figure is theory at P = 401; it trains no modular network. The trainings here are full-batch AdamW at"
                        + " a small prime, not samples from the posterior that the theory describes.",
                "Delay in training time is no evidence that learning in time is a first-order transition: the theory\u2019s"
                        + " transition is in the noise, at equilibrium. No hysteresis is claimed.",
                "Steps are those of checkpoints: a moment is known to within the distance of two."));
        if (!standard) {
            limits.add(
                    "The bounds for trainings belong to P = 23, N = 256, half of the table, learning rate .005 and weight"
                            + " decay 1; with other settings only the theory is checked.");
        }
        return List.of(
                new Notes("limits", "What this does not show", limits),
                new Notes(
                        "corrections",
                        "Against the paper\u2019s print (arXiv 2310.03789)",
                        List.of(
                                "The convention \u03bb = \u03c3a\u00b2 <\u03a6\u03a8> is kept as printed: only with it does the solver"
                                        + " give the paper\u2019s figure (all neurons specialised at \u03c3\u00b2 near .175, |a| near .74"
                                        + " there); the table above holds both.",
                                "The onset is where both minima are equally deep, \u03c3\u00b2 = .236; the paper\u2019s \u201cwithin"
                                        + " O(1)\u201d onset, near .227, is where the first neurons are expected to have moved.")));
    }
}
