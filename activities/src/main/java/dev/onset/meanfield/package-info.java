/**
 * Mean-field dynamics of a two-layer network on the cube: particles that follow the gradient of the population or the training
 * loss, learning a teacher order by order (Mei, Montanari and Nguyen 2018; Chizat and Bach 2018; staircases: arXiv 2202.08658).
 */
@NullMarked
package dev.onset.meanfield;

import org.jspecify.annotations.NullMarked;
