/**
 * Checkpoints that exist: found in a folder, checked before anything is written, committed as they are. A run of them is killed
 * and resumed as any other.
 */
@NullMarked
package dev.onset.imported;

import org.jspecify.annotations.NullMarked;
