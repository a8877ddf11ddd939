/**
 * Grokking as a first-order phase transition in two-layer networks (Rubin, Seroussi and Ringel, arXiv 2310.03789): what its
 * two systems share. Each system is a package below, from theory and training to report.
 *
 * <p>Where the paper's print disagrees with its own figures, the corrected formula is used and the class says so.
 */
@NullMarked
package dev.onset.grokking;

import org.jspecify.annotations.NullMarked;
