/** The one source of randomness of every study. */
@NullMarked
package dev.onset.random;

import org.jspecify.annotations.NullMarked;
