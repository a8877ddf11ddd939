package dev.onset.infra.cli;

/** How long a task still takes, from what was done since it was first heard of: what was there before does not count. */
final class Remaining {
    private final long began;
    private final long first;

    /** @param now in nanoseconds */
    Remaining(long now, long done) {
        this.began = now;
        this.first = done;
    }

    /** In words; empty where that cannot be told, or nothing remains. */
    String words(long now, long done, long total) {
        if (done >= total || done <= first) {
            return "";
        }
        double perUnit = (now - began) / 1e9 / (done - first);
        return Console.duration(perUnit * (total - done)) + " left";
    }
}
