/** Training of feed-forward networks, resumable to the bit, and the one place that knows the training library. */
@NullMarked
package dev.onset.train;

import org.jspecify.annotations.NullMarked;
