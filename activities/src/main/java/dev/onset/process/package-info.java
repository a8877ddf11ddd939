/** Processes that a study brings along: how they are started, what they see of this one, and how they end. */
@NullMarked
package dev.onset.process;

import org.jspecify.annotations.NullMarked;
