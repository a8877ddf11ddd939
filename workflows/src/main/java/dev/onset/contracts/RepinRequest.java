package dev.onset.contracts;

/**
 * Lets a stage of a study be pinned anew, by whichever worker is there.
 *
 * @param stage as in {@link PinRequest}
 */
public record RepinRequest(StudyRef study, String stage, String reason) {
    public RepinRequest {
        Require.present("study", study);
        Require.name("stage", stage);
        Require.text("reason", reason, 512);
    }
}
