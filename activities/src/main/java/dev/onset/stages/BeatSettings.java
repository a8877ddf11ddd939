package dev.onset.stages;

import java.time.Duration;

/**
 * How a worker shows that its stages go on.
 *
 * @param every between two heartbeats, at most; a shorter heartbeat timeout makes it shorter
 * @param stall how long a stage may show no progress at all before it is ended: no step, no answer of the store, no chunk of a
 *     transfer, no block of iterations. Longer than any one of these takes; a request of the store ends after ten minutes.
 */
public record BeatSettings(Duration every, Duration stall) {
    /** Every five seconds, and a quarter of an hour. */
    public static final BeatSettings DEFAULT = new BeatSettings(Duration.ofSeconds(5), Duration.ofMinutes(15));

    public BeatSettings {
        if (every.isZero() || every.isNegative() || stall.compareTo(every) <= 0) {
            throw new IllegalArgumentException("beats every " + every + " and a stall limit of " + stall
                    + ": the limit must be longer than the time between beats");
        }
    }

    /** The same with another limit. */
    public BeatSettings withStall(Duration limit) {
        return new BeatSettings(every, limit);
    }
}
