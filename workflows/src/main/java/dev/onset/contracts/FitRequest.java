package dev.onset.contracts;

/**
 * Fits the study's phase model to all observations.
 *
 * @param generation least generation of the result that will do; 0 takes any, the next after the newest computes again
 */
public record FitRequest(StudyRef study, int generation) {
    public FitRequest {
        Require.present("study", study);
        Require.within("generation", generation, 0, 1_000_000);
    }
}
