/** How this process hears signals and ends. */
@NullMarked
package dev.onset.infra.process;

import org.jspecify.annotations.NullMarked;
