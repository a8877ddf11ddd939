package dev.onset.infra.cli;

import java.util.OptionalLong;

/**
 * How long a task still takes, from what was done since it was first heard of: what was there before does not count, nor does the
 * time in which it rested.
 */
final class Remaining {
    /** The first steps are no pace: libraries load, and checkpoints lie close. So much is waited for, or a minute. */
    private static final long LEAST_SHARE = 50;

    private static final long AT_ONCE = 5_000_000_000L;
    private static final long MINUTE = 60_000_000_000L;

    private long first;
    /** As if it had never rested. */
    private long began;

    private OptionalLong rests = OptionalLong.empty();
    private boolean known;

    /** @param now in nanoseconds */
    Remaining(long now, long done) {
        this.began = now;
        this.first = done;
    }

    /** From now on nothing of it goes on, until {@link #goesOn}. */
    void rests(long now) {
        if (rests.isEmpty()) {
            rests = OptionalLong.of(now);
        }
    }

    /** What shows as more than nothing within seconds was there before: it is where this began. */
    void goesOn(long now, long done) {
        began += now - rests.orElse(now);
        rests = OptionalLong.empty();
        if (!known && done > first) {
            known = true;
            if (first == 0 && now - began < AT_ONCE) {
                first = done;
                began = now;
            }
        }
    }

    /** In words; empty where that cannot be told, or nothing remains. */
    String words(long now, long done, long total) {
        if (done >= total || done <= first || rests.isPresent()) {
            return "";
        }
        if ((done - first) * LEAST_SHARE < total - first && now - began < MINUTE) {
            return "";
        }
        double perUnit = (now - began) / 1e9 / (done - first);
        return Console.duration(perUnit * (total - done)) + " left";
    }
}
