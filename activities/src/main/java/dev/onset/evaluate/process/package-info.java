/** Evaluators that are programs of a study's own, asked by frames over their standard input and output. */
@NullMarked
package dev.onset.evaluate.process;

import org.jspecify.annotations.NullMarked;
