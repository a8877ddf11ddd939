/** Object stores and locks on real media. */
@NullMarked
package dev.onset.infra.store;

import org.jspecify.annotations.NullMarked;
