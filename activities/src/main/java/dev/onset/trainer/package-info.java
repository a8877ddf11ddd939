/** What a study file says about where the checkpoints of a network come from. */
@NullMarked
package dev.onset.trainer;

import org.jspecify.annotations.NullMarked;
