package dev.onset.grokking.modular;

import dev.onset.report.Section.Notes;
import java.util.ArrayList;
import java.util.List;

/** What a study of modular addition does not show, and where it departs from the paper's print. */
final class ModularNotes {
    private ModularNotes() {}

    /**
     * The notes.
     *
     * @param standard whether the trainings have the settings that the bounds belong to
     * @param never training fractions that did not generalise, as text
     */
    static List<Notes> of(boolean standard, String never) {
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
        if (!never.isEmpty()) {
            limits.add("Training fractions that did not generalise by the last step, and have no point in a figure: "
                    + never + ".");
        }
        return List.of(
                new Notes("limits", "What this does not show", limits),
                new Notes("symbols", "Symbols", symbols()),
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

    private static List<String> symbols() {
        return List.of(
                "A training has P\u00b2 pairs (n, m), of which a share is given; output p of f is \u03a3 a (u + v)\u00b2 over N"
                        + " neurons, u the weight of n and v that of m; it should be 1 \u2212 1/P for p = n + m modulo P and \u22121/P"
                        + " for all others.",
                "Concentration of a neuron: \u03a3 p(k)\u00b2 over frequencies k, p(k) the share of k in the Fourier power of its weights.",
                "Theory, per Fourier mode: \u03a6 and \u03a8 are its powers in u and v, S = P [ (\u03a6+\u03a8)/2 \u2212 u a\u00b2 \u03a6\u03a8 +"
                        + " (\u03b3/6)(\u03a6\u00b3+\u03a8\u00b3) ], u = 2\u03c3a\u00b2P\u00b2/(N\u03c3\u2074); neurons lie at minima of the action S.",
                "a = \u2212\u03c3\u00b2/(\u03bb + \u03c3\u00b2), \u03bb = \u03c3a\u00b2 <\u03a6\u03a8>, is what is left to learn: \u22121 at first, 0 when all is"
                        + " learned; \u03c3\u00b2 is the noise of the posterior, \u03c3a\u00b2 the prior variance of output weights, \u03b3 the"
                        + " strength of the term that bounds the weights.");
    }
}
