/** Encryption of what enters workflow history, and the server that opens it for Temporal's own tools. */
@NullMarked
package dev.onset.infra.codec;

import org.jspecify.annotations.NullMarked;
