/** A local page over a store: all studies, what they show so far, their reports. It reads the store and writes nothing. */
@NullMarked
package dev.onset.infra.serve;

import org.jspecify.annotations.NullMarked;
