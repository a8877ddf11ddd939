package dev.onset.threesteps;

import dev.onset.numeric.Profile;

/** Whole numbers have no last bits; which machine it is to be, a test says. */
final class StepsProfile {
    static final String VARIABLE = "ONSET_STEPS_PROFILE";

    private StepsProfile() {}

    static Profile current() {
        String machine = System.getenv().getOrDefault(VARIABLE, "abacus");
        return new Profile("steps;" + machine, "steps on an " + machine);
    }
}
