package dev.onset.evaluate;

/**
 * Where a network is split in two: at a tensor inside it, a feature map [rows, channels, height, width] whose positions are told
 * apart in blocks.
 *
 * @param tensor its name in the graph
 * @param rows blocks beside each other along its height
 * @param columns blocks along its width
 */
public record Cut(String tensor, int rows, int columns) {}
