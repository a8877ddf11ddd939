/**
 * Grids over anything: a study of any kind at many settings, as a kind that puts the parts of another together. Its runs are those
 * of its points, under the fingerprints that they have alone; its fit is a row of numbers a point, and each point's own fit a
 * result of its own.
 */
@NullMarked
package dev.onset.sweep;

import org.jspecify.annotations.NullMarked;
