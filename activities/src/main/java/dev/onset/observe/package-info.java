/**
 * Observables that several kinds of study share: losses of a network, and the AND-OR interactions of its inputs. Each is what
 * determines an observation, how it is made from a checkpoint, and the file it leaves.
 */
@NullMarked
package dev.onset.observe;

import org.jspecify.annotations.NullMarked;
