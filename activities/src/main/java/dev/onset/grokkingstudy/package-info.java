/**
 * The studies of grokking as a first-order phase transition (arXiv 2310.03789): grids of Langevin ensembles on a cubic
 * teacher, and of trainings of modular addition. The science itself is in {@code dev.onset.grokking}; here it becomes runs
 * that resume, observations, a fit of theory against runs, and a report.
 */
@NullMarked
package dev.onset.grokkingstudy;

import org.jspecify.annotations.NullMarked;
