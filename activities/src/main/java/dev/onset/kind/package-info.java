/** The parts a kind of study is put together from: trainer, observables, phase model, report; and the registry of kinds. */
@NullMarked
package dev.onset.kind;

import org.jspecify.annotations.NullMarked;
