/** Checkpoints: the commit log that says which exist, and the format in which they are stored. */
@NullMarked
package dev.onset.checkpoint;

import org.jspecify.annotations.NullMarked;
