/** Where studies run: the process entry point and what wires it. */
@NullMarked
package dev.onset.infra;

import org.jspecify.annotations.NullMarked;
