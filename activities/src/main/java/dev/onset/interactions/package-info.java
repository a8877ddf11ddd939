/**
 * AND-OR interactions of a game over n players: exact transforms, sparse extraction with a certificate, order statistics.
 *
 * <p>A game is an array v of length 2^n; index S is a little-endian bitmask in which bit i says that player i is present.
 * The package depends on nothing but the error type of the contracts, so it can be used on its own.
 *
 * <p>Definitions follow Ren et al. (arXiv 2407.19198), Zhang et al. (arXiv 2405.10262) and Li and Zhang (arXiv 2304.13312).
 */
@NullMarked
package dev.onset.interactions;

import org.jspecify.annotations.NullMarked;
