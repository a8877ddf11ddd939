/**
 * Names at any scale: the AND and OR interactions of a game of hundreds of players, found with a given number of evaluations, and
 * the share of the game's variance that they explain, measured on masks that no part of the fit has seen.
 *
 * <p>The package depends on the masks of {@code dev.onset.spectrum}, on {@code dev.onset.random} and on the error type of the
 * contracts alone, so it can be used on its own.
 */
@NullMarked
package dev.onset.recovery;

import org.jspecify.annotations.NullMarked;
