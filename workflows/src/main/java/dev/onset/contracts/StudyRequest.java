package dev.onset.contracts;

/**
 * Starts a study.
 *
 * @param parkOnFailure true where an operator can act (a real server): a stage that fails for good waits for one instead of
 *     failing the study
 * @param signalMillis how often a training activity may tell its run what it committed
 */
public record StudyRequest(StudyRef study, boolean parkOnFailure, long signalMillis) {
    public StudyRequest {
        Require.present("study", study);
        Require.within("signalMillis", signalMillis, 10, 3_600_000);
    }
}
