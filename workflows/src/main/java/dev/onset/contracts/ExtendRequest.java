package dev.onset.contracts;

/**
 * Makes a study of another length of a study: nothing that is committed is trained again.
 *
 * @param steps optimiser steps in all
 */
public record ExtendRequest(StudyRef study, long steps, String reason) {
    public ExtendRequest {
        Require.present("study", study);
        Require.within("steps", steps, 1, 1_000_000_000L);
        Require.text("reason", reason, 512);
    }
}
