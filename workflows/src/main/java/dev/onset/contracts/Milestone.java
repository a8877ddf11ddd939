package dev.onset.contracts;

import java.util.regex.Pattern;

/**
 * Something a study waits for was reached.
 *
 * @param name what a run is in from here on, as lists show it, such as {@code phase 2}: lower-case words, digits and hyphens
 * @param step of the first checkpoint that shows it
 * @param words what that means, for people, beginning with the name
 * @param orders what the study asks for now
 */
public record Milestone(String name, long step, String words, Orders orders) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+([ -][a-z0-9]+)*");
    private static final int MAX_NAME = 40;
    private static final int MAX_WORDS = 2_000;

    /**
     * What a study asks for, with steps in place of multiples.
     *
     * @param notice whether the workers' notice address is told
     * @param keepCheckpoint whether training commits where it is, outside the schedule
     * @param extendTo optimiser steps in all that the study is extended to; 0 leaves them
     * @param stopAt scheduled step at which training ends; 0 lets it go on
     */
    public record Orders(boolean notice, boolean keepCheckpoint, long extendTo, long stopAt) {
        /** Nothing. */
        public static final Orders NONE = new Orders(false, false, 0, 0);

        public Orders {
            Require.within("extendTo", extendTo, 0, 1_000_000_000L);
            Require.within("stopAt", stopAt, 0, Long.MAX_VALUE);
        }
    }

    public Milestone {
        Require.text("name", name, MAX_NAME);
        if (!NAME.matcher(name).matches()) {
            throw new FieldException("name", "is '" + name + "'; it must match " + NAME);
        }
        Require.within("step", step, 0, Long.MAX_VALUE);
        Require.text("words", words, MAX_WORDS);
        Require.present("orders", orders);
    }
}
