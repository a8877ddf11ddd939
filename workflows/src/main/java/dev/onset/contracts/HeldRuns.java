package dev.onset.contracts;

/**
 * Runs that one kind of failure holds up or has ended.
 *
 * @param code of the failure
 * @param error of the first of them, in words
 */
public record HeldRuns(String code, String error, RunSet runs) {
    public HeldRuns {
        Require.text("code", code, 200);
        Require.present("error", error);
        Require.present("runs", runs);
    }
}
