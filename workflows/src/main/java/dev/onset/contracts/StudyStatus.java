package dev.onset.contracts;

/**
 * What a study is doing now, as the {@code status} query answers.
 *
 * @param stage plan, run, fit, report or done
 * @param state running, paused, waiting-for-operator, waiting-for-worker or done
 * @param runs grid points
 * @param activeRuns runs of which something goes on: so many at a time
 * @param finishedRuns runs that are done
 * @param waitingRuns runs that wait for an operator; what else there is of them goes on
 * @param lastError newest failure with its next action; empty when there is none
 */
public record StudyStatus(
        StudyRef study,
        String stage,
        String state,
        int runs,
        int activeRuns,
        int finishedRuns,
        int waitingRuns,
        String lastError) {}
