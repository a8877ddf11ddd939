package dev.onset.contracts;

/** Fits the study's phase model to all observations. */
public record FitRequest(StudyRef study) {
    public FitRequest {
        Require.present("study", study);
    }
}
