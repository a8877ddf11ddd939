/** What decides the last bits of a computation in plain Java. */
@NullMarked
package dev.onset.numeric;

import org.jspecify.annotations.NullMarked;
