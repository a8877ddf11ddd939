/** How work of any kind, on any thread, shows that it goes on, without knowing who watches. */
@NullMarked
package dev.onset.pulse;

import org.jspecify.annotations.NullMarked;
