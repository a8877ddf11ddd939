/** Interactions of one game, without a study: values from a file or from a model and a sample. */
@NullMarked
package dev.onset.infra.interactions;

import org.jspecify.annotations.NullMarked;
