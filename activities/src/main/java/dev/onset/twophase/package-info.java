/** The two-phase experiment (arXiv 2405.10262): a network, its interactions by order, the phase detector. */
@NullMarked
package dev.onset.twophase;

import org.jspecify.annotations.NullMarked;
