package dev.onset.contracts;

/**
 * What a run is doing now, as its {@code status} query answers.
 *
 * @param point the grid point; empty while it is being planned
 * @param state planning, running, paused, waiting-for-operator, waiting-for-worker or done
 * @param lastError newest failure with its next action; empty when there is none
 */
public record RunStatus(
        String point,
        int checkpoints,
        int observations,
        long lastStep,
        RunProgress progress,
        String state,
        String lastError) {}
