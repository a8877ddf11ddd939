package dev.onset.train;

import dev.onset.random.CounterRandom;

/**
 * Which rows each step sees: every epoch in an order of its own, the last partial batch dropped. A batch is a pure function
 * of (random, step); the current epoch's order is kept only to save time.
 */
final class BatchOrder {
    private final CounterRandom random;
    private final int rows;
    private final int batch;
    private final int perEpoch;
    private long epoch = -1;
    private int[] order = {};

    BatchOrder(CounterRandom random, int rows, int batch) {
        if (batch < 1 || batch > rows) {
            throw new IllegalArgumentException("batch " + batch + " of " + rows + " rows");
        }
        this.random = random;
        this.rows = rows;
        this.batch = batch;
        perEpoch = rows / batch;
    }

    /** Epochs completed before this step. */
    long epoch(long step) {
        return step / perEpoch;
    }

    /** Row at a position 0..batch-1 of the batch of a step, counted from 0. */
    int row(long step, int position) {
        if (epoch(step) != epoch) {
            epoch = epoch(step);
            order = random.stream(epoch).permutation(rows);
        }
        return order[(int) (step % perEpoch) * batch + position];
    }
}
