/**
 * A cubic teacher learned by erf networks at equilibrium: adaptive-kernel theory, Langevin dynamics over a grid of noises, and
 * the study that holds one against the other. Trainers are stepped, hand out their whole state as arrays and take it up again
 * to the bit; randomness is a function of seed and step.
 */
@NullMarked
package dev.onset.grokking.cubic;

import org.jspecify.annotations.NullMarked;
