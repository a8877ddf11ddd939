/** The outputs of a model on rows: one road for networks trained here and imported ones. */
@NullMarked
package dev.onset.evaluate;

import org.jspecify.annotations.NullMarked;
