/** What happens, in which order, and what an operator may do. Deterministic: no clock, randomness, I/O or threads. */
@NullMarked
package dev.onset.workflows;

import org.jspecify.annotations.NullMarked;
