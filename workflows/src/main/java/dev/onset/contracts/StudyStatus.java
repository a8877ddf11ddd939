package dev.onset.contracts;

/**
 * What a study is doing now, as the {@code status} query answers.
 *
 * @param stage plan, run, fit, report or done
 * @param state running, paused, waiting-for-operator, done or failed
 * @param runs grid points
 * @param firstRun index of the wave's first run
 * @param finishedRuns runs that are done
 * @param lastError newest failure with its next action; empty when there is none
 */
public record StudyStatus(
        StudyRef study, String stage, String state, int runs, int firstRun, int finishedRuns, String lastError) {}
