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

    /**
     * A value of a step. The newest step of all stands for the run, with the mean of its parts; older ones come late.
     *
     * @param part which part of the step's whole the value is of, such as its first sample; 0 where it is of the whole. A part
     *     that is told again replaces what it told before
     * @param value NaN says nothing
     */
    default void gauge(RunGauge gauge, long step, int part, double value) {}

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

        /** A resume point was written: so far training is not lost. */
        default void saved(long bytes, long nanos) {}

        @Override
        default void close() {}
    }
}
