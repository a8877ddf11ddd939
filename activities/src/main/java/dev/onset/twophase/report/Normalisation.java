package dev.onset.twophase.report;

import dev.onset.twophase.report.ReportParts.OutputResult;

/** The three ways strengths by order are shown. */
enum Normalisation {
    SHARE("share", "share of all orders", "Share of the strength of all orders; the bars of a panel add up to 100 %.") {
        @Override
        double scale(OutputResult o, int t) {
            double total = o.strengths().total(t);
            return total > 0 ? 1 / total : 0;
        }
    },
    ABSOLUTE("absolute", "absolute", "Absolute strength J, in units of the output v.") {
        @Override
        double scale(OutputResult o, int t) {
            return 1;
        }
    },
    EFFECT(
            "effect",
            "per |v(N) \u2212 v(\u2205)|",
            "Strength divided by the mean |v(N) \u2212 v(\u2205)| of the same checkpoint.") {
        @Override
        double scale(OutputResult o, int t) {
            return o.meanEffect()[t] > 0 ? 1 / o.meanEffect()[t] : 0;
        }
    };

    final String id;
    final String name;
    final String words;

    Normalisation(String id, String name, String words) {
        this.id = id;
        this.name = name;
        this.words = words;
    }

    /** What the absolute strengths of a checkpoint are multiplied with; 0 where the quotient does not exist. */
    abstract double scale(OutputResult o, int t);
}
