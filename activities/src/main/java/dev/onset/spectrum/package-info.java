/**
 * The order spectrum of a game: how its variance spreads over orders when players are present independently, and its mean order
 * (the mean dimension of Caflisch, Morokoff and Owen 1997). Exact to twenty players, estimated without bias at any number.
 *
 * <p>The package depends on the transforms of {@code dev.onset.interactions}, on {@code dev.onset.random} and on the error type of
 * the contracts alone, so it can be used on its own.
 */
@NullMarked
package dev.onset.spectrum;

import org.jspecify.annotations.NullMarked;
