package dev.onset.contracts;

/**
 * Pins a stage of a study.
 *
 * @param stage {@code train}, {@code fit}, or the name of an observable
 */
public record PinRequest(StudyRef study, String stage) {
    public PinRequest {
        Require.present("study", study);
        Require.name("stage", stage);
    }
}
