/** What every stage of every experiment shares: reuse by fingerprint, checkpointed training, the activities. */
@NullMarked
package dev.onset.stages;

import org.jspecify.annotations.NullMarked;
