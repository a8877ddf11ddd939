/** What a network computes on masked samples: players, baselines, masked batches, scalar outputs. */
@NullMarked
package dev.onset.game;

import org.jspecify.annotations.NullMarked;
