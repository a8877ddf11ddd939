/**
 * What theory predicts for the strengths of interactions by order: learning as denoising (Ren et al., arXiv 2407.19198),
 * always beside simpler paths that hold no theory.
 */
@NullMarked
package dev.onset.theory;

import org.jspecify.annotations.NullMarked;
