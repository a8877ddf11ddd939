package dev.onset.contracts;

/**
 * A study as its file describes it, complete: every default is filled in.
 *
 * @param study name; part of keys, workflow ids and report paths
 * @param description a sentence or two for the report's head
 * @param evidence false when the study is too small to be evidence; every report then says so
 * @param seed the study's only source of randomness besides the data
 * @param experiment what is trained, observed and fitted
 */
public record StudySpec(String study, String description, boolean evidence, long seed, Experiment experiment) {
    public StudySpec {
        Require.name("study", study);
        Require.text("description", description, 2_000);
        Require.within("seed", seed, 0, Integer.MAX_VALUE);
        Require.present("experiment", experiment);
    }
}
