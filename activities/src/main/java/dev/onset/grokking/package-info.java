/**
 * Grokking as a first-order phase transition in two-layer networks: theory, Langevin dynamics and AdamW training.
 *
 * <p>Two systems of Rubin, Seroussi and Ringel (arXiv 2310.03789): a cubic teacher learned by an erf network at
 * equilibrium, and modular addition. The package is science alone: it knows nothing of orchestration or storage. Trainers
 * are stepped, hand out their whole state as arrays and take it up again to the bit; randomness is a function of seed and
 * step.
 *
 * <p>Where the paper's print disagrees with its own figures, the corrected formula is used and the class says so.
 */
@NullMarked
package dev.onset.grokking;

import org.jspecify.annotations.NullMarked;
