package dev.onset.infra.study;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A study at a glance.
 *
 * @param fingerprint of its whole specification
 * @param workflowId under which a server runs it
 * @param state running, paused, waiting-for-operator, stopped, done, failed, unreadable, or unknown until it was watched a while
 * @param began ISO instant of its newest execution
 * @param ended ISO instant, where the end is recorded
 * @param phase what the newest observations show
 * @param verdict of its report
 * @param failure why it failed or waits
 * @param progress what is durable of it
 * @param secondsLeft about, while it runs and goes on
 */
public record Glimpse(
        String study,
        String fingerprint,
        String workflowId,
        String state,
        String began,
        Optional<String> ended,
        Optional<String> phase,
        Optional<String> verdict,
        Optional<String> failure,
        Progress progress,
        OptionalDouble secondsLeft) {

    /** Whether something works on it, as far as can be seen. */
    public boolean running() {
        return state.equals("running");
    }

    /** Whether it has a report. */
    public boolean done() {
        return state.equals("done");
    }

    /**
     * What is durable, over all runs.
     *
     * @param steps trained, up to each run's newest checkpoint
     * @param lastSteps to be trained
     * @param committed checkpoints of the schedule
     * @param observed of those, the ones observed in full
     * @param checkpoints of the schedule; 0 where that is not known yet
     */
    public record Progress(int runs, long steps, long lastSteps, int committed, int observed, int checkpoints) {
        /** Before anything is known. */
        public static final Progress UNKNOWN = new Progress(0, 0, 0, 0, 0, 0);

        /** Share of the training that is durable. */
        public double trained() {
            return lastSteps == 0 ? 0 : (double) steps / lastSteps;
        }

        /** Share of the checkpoints that are observed. */
        public double seen() {
            return checkpoints == 0 ? 0 : (double) observed / checkpoints;
        }
    }
}
