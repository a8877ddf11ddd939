/** Arithmetic that is the same to the bit: what decides its last bits in plain Java, and dense products. */
@NullMarked
package dev.onset.numeric;

import org.jspecify.annotations.NullMarked;
