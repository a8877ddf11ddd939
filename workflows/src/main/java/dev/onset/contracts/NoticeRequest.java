package dev.onset.contracts;

/** Tells the workers' notice address that a run has reached a milestone. */
public record NoticeRequest(RunRef run, Milestone milestone) {
    public NoticeRequest {
        Require.present("run", run);
        Require.present("milestone", milestone);
    }
}
