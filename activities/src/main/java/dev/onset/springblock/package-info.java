/**
 * The spring-block theory of feature learning in deep networks (Shi, Pan, Dokmanic, arXiv 2407.19353): how data separation
 * spreads over the layers of networks, over nonlinearity and noise, beside chains of blocks with friction and noise.
 */
@NullMarked
package dev.onset.springblock;

import org.jspecify.annotations.NullMarked;
