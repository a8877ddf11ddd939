/** Modular addition learned with AdamW: theory, full-batch training by seed and with controls, and the study of both. */
@NullMarked
package dev.onset.grokking.modular;

import org.jspecify.annotations.NullMarked;
