package dev.onset.kind;

import dev.onset.checkpoint.CommitOutcome;

/** Hears what one run does, under the conditions of {@link StageMetrics}. */
public interface RunMetrics {
    /** Hears nothing. */
    RunMetrics NONE = new RunMetrics() {};

    /**
     * A training segment is under way until the result is closed.
     *
     * @param lastStep where the run's training ends
     */
    default Training training(long lastStep) {
        return Training.NONE;
    }

    /**
     * The network was asked.
     *
     * @param device where it ran, such as {@code cpu}
     * @param rows forward passes
     */
    default void evaluated(String device, int rows, long nanos) {}

    /**
     * One game's interactions were extracted.
     *
     * @param gap certified relative distance from the optimum
     */
    default void extracted(long nanos, double gap) {}

    /** Mean order of the interactions of some samples at a step, each weighted by its strength; NaN where nothing is salient. */
    default void centroid(long step, double centroid) {}

    /** Mean losses at a step, in nats. */
    default void losses(long step, double train, double test) {}

    /** The phase the run has reached as far as it is observed: 0 before any, 1 orders have fallen, 2 they rise again. */
    default void phase(int phase) {}

    /** Hears one training segment. */
    interface Training extends AutoCloseable {
        /** Hears nothing. */
        Training NONE = new Training() {};

        /** A step was taken; called for every one, from the training thread. */
        default void step(long step) {}

        /** Training stands at a step it did not take here: it was resumed. */
        default void resumed(long step) {}

        /**
         * A commit ended.
         *
         * @param bytes of all parts of the checkpoint
         */
        default void committed(CommitOutcome outcome, long bytes, long nanos) {}

        @Override
        default void close() {}
    }
}
