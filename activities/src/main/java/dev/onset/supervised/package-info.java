/**
 * Trainings of the user's own, run as processes: laid out from the store, started, watched, told to commit, started again after a
 * crash, ended with everything they started. {@code activities/docs/process-trainer.md} says what such a process must do.
 */
@NullMarked
package dev.onset.supervised;

import org.jspecify.annotations.NullMarked;
