package dev.onset.kind;

import dev.onset.contracts.ErrorCode;

/**
 * Hears what stages do while they do it. Safe for several threads; called on the working threads, so implementations neither
 * block nor throw. Nothing that is told here may change a result.
 */
public interface StageMetrics {
    /** Hears nothing. */
    StageMetrics NONE = new StageMetrics() {};

    /** A stage of a study begins: what can go wrong with it is countable from now on. */
    default void began(String study, String stage) {}

    /**
     * Results of a stage were there or were computed.
     *
     * @param run the run's name, empty for a stage of the whole study
     * @param seconds how long finding or computing them took
     */
    default void results(String study, String run, String stage, boolean reused, int count, double seconds) {}

    /** An attempt failed with a code. */
    default void failed(String study, String stage, ErrorCode code) {}

    /** The server no longer knows the attempt that heartbeats: it was given to another worker, and this one is a zombie. */
    default void heartbeatNotFound(String study, String stage) {}

    /** What is heard of one run. */
    default RunMetrics run(String study, String run) {
        return RunMetrics.NONE;
    }
}
