package dev.onset.contracts;

/** Tells the workers' notice address that a run entered its second phase. */
public record NoticeRequest(RunRef run, LiveReading reading) {
    public NoticeRequest {
        Require.present("run", run);
        Require.present("reading", reading);
    }
}
