package dev.onset.stages;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When the next resume point is due: so long after the last commit of any kind that no more training than that is lost, and not
 * so often that writing them takes a share worth speaking of. Confined to one thread.
 */
final class CommitSpacing {
    /** What resume points may take of a training's time, at most, is one in so many. */
    static final int COSTS = 50;

    /** Where no setting says otherwise, they are not closer than this. */
    static final int LEAST_SECONDS = 60;

    /** A store that failed is tried again after so long, or after the bound where that is shorter. */
    private static final int RETRY_SECONDS = 15;

    private final int given;
    private final LongSupplier nanos;
    private double cost;
    private long durableAt;
    private boolean failing;

    /**
     * @param given seconds, or 0 for the spacing by cost
     * @param cost of the last resume point of this run, in seconds; 0 where there was none
     * @param nanos a clock that only counts
     */
    CommitSpacing(int given, double cost, LongSupplier nanos) {
        this.given = given;
        this.cost = cost;
        this.nanos = nanos;
        this.durableAt = nanos.getAsLong();
    }

    /** Seconds of training that a kill costs at most, besides one commit. */
    static long boundSeconds(int given, double cost) {
        return given > 0 ? given : (long) Math.ceil(Math.max(LEAST_SECONDS, COSTS * cost));
    }

    /** The state that training has now is durable. */
    void durable() {
        durableAt = nanos.getAsLong();
        failing = false;
    }

    /** As {@link #durable}, by a resume point that took so long. */
    void saved(double seconds) {
        cost = seconds;
        durable();
    }

    /** The store failed; the state is not durable. */
    void failed() {
        durableAt = nanos.getAsLong();
        failing = true;
    }

    /** @param ahead nanoseconds that training goes on for before this is asked again */
    boolean isDue(long ahead) {
        long bound = boundSeconds(given, cost);
        long wait = failing ? Math.min(bound, RETRY_SECONDS) : bound;
        return nanos.getAsLong() - durableAt + ahead >= TimeUnit.SECONDS.toNanos(wait);
    }
}
