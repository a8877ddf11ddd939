/** Temporal, embedded or real: connections, the payload cap, workers. */
@NullMarked
package dev.onset.infra.temporal;

import org.jspecify.annotations.NullMarked;
