/**
 * Studies whose runs are the cells of a grid: cells as runs that resume, their state files, one observation a checkpoint, a
 * fit and a report made of figures. A system brings its cells and its figures.
 */
@NullMarked
package dev.onset.grid;

import org.jspecify.annotations.NullMarked;
