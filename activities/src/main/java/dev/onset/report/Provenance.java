package dev.onset.report;

import java.util.List;

/** How the numbers came about: label and value, in the order to print; times are seconds. */
public record Provenance(String machine, String numericProfile, List<Fact> facts) {
    public Provenance {
        facts = List.copyOf(facts);
    }

    /** Of numbers that no study has claimed yet. */
    public static Provenance unknown() {
        return new Provenance("", "", List.of());
    }

    /** A labelled value. */
    public record Fact(String label, String value) {}
}
