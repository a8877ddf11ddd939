/** Reading data sets, splitting them, and the counter-based randomness that every draw of a study comes from. */
@NullMarked
package dev.onset.data;

import org.jspecify.annotations.NullMarked;
