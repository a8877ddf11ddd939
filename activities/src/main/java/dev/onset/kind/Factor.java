package dev.onset.kind;

import dev.onset.contracts.Require;

/**
 * One thing that varies over runs.
 *
 * @param name a setting's dotted path, or a name that the study file gives
 * @param reference the level that others are compared with; {@link #AS_IT_STANDS} for runs without any level of it
 */
public record Factor(String name, String reference) {
    /** The study as its file has it. */
    public static final String AS_IT_STANDS = "";

    /** Runs that differ in this alone are one setting again and again: its spread, no factor. */
    public static final String SEED = "seed";

    /** By this studies that are compared are told apart. */
    public static final String STUDY = "study";

    public Factor {
        Require.text("name", name, 200);
        Require.present("reference", reference);
    }

    /** The reference in words. */
    public String referenceWords() {
        return reference.equals(AS_IT_STANDS) ? "as it stands" : reference;
    }
}
