/**
 * Two phases of learning: does the mean order of a network's interactions fall and then rise, and does the gap between test
 * and training loss open about there (Zhang et al., arXiv 2405.10262; Ren et al., arXiv 2407.19198)? The papers give no
 * numeric rule for the boundary; the one here is written down criterion by criterion in {@link dev.onset.phases.PhaseDetector}.
 *
 * <p>Everything is a pure function of numbers and a seed, the same to the bit on every machine. Time is x = log10(step), with
 * step 0 at log10 0.5.
 */
@NullMarked
package dev.onset.phases;

import org.jspecify.annotations.NullMarked;
