package dev.onset.report;

/** One stage, whether its result was reused, and why; the time is in seconds. */
public record StageLine(String name, boolean reused, String reason, double seconds) {
    public StageLine {
        Numbers.finite("stage " + name + ": seconds", seconds);
    }
}
