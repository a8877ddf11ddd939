/**
 * The study's report: one self-contained page, its outcome for other tools, a CSV of every plotted number and the digest
 * over all numbers. Knows nothing of how the numbers came about.
 */
@NullMarked
package dev.onset.report;

import org.jspecify.annotations.NullMarked;
