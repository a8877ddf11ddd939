package dev.onset.contracts;

/**
 * Where a training segment ended: always at a commit.
 *
 * @param committed checkpoints of the schedule that are durable, counted from the first
 * @param step the newest durable step
 * @param trained true when the whole schedule is durable
 * @param found checkpoints that were durable before the segment began
 * @param computed checkpoints this segment committed
 * @param fenced commits that found another attempt's manifest in their place
 */
public record SegmentResult(int committed, long step, boolean trained, int found, int computed, int fenced) {}
